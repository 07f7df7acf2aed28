package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Json;
import io.vmcaster.model.Timestamps;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selections;
import java.util.List;
import java.util.Map;

/** Prints the publications of a list, the oldest first. */
final class HistoryHandler implements Handler<Request.History> {

  @Override
  public Result handle(Request.History request, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    List<Publication> all = catalogue.publications(Selections.list(catalogue, request.list()));
    return new Result.Report(
        all.stream().map(HistoryHandler::line).toList(),
        Json.array(all.stream().map(HistoryHandler::json).toList()),
        0);
  }

  private static String line(Publication publication) {
    return String.join(
        "\t",
        publication.version().text(),
        Timestamps.format(publication.at()),
        publication.signer().text(),
        publication.summary());
  }

  static ObjectNode json(Publication publication) {
    return Json.object(
        Map.of(
            "version", Json.of(publication.version().text()),
            "published", Json.of(Timestamps.format(publication.at())),
            "expires", Json.of(Timestamps.format(publication.expires())),
            "signer", Json.of(publication.signer().text()),
            "uri", Json.of(publication.uri()),
            "summary", Json.of(publication.summary())));
  }
}
