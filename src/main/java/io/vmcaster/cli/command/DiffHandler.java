package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.NotFoundFailure;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.publish.ListDiff;
import io.vmcaster.service.publish.PublicationHistory;
import io.vmcaster.service.publish.RenewalCheck;
import io.vmcaster.service.publish.Rollback;
import java.util.Map;
import java.util.Optional;

/** Prints what publishing a list would change. */
final class DiffHandler implements Handler<Request.Diff> {

  @Override
  public Result handle(Request.Diff request, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    ListId list = Selections.list(catalogue, request.list());
    Publication publication =
        request
            .version()
            .map(version -> Rollback.find(catalogue, list, new Version(version)))
            .or(() -> PublicationHistory.latest(catalogue, list))
            .orElseThrow(() -> unpublished(list));
    ListDiff diff = new RenewalCheck(catalogue, session.run().now()).difference(list, publication);
    return new Result.Report(
        diff.entries().stream().map(DiffHandler::line).toList(),
        Json.object(
            Map.of(
                "against", Json.of(publication.version().text()),
                "changes", Json.array(diff.entries().stream().map(DiffHandler::json).toList()))),
        0);
  }

  private static NotFoundFailure unpublished(ListId list) {
    return new NotFoundFailure(
        "list " + list + " was never published from this database: all of it would be new",
        "Publish it with --update.");
  }

  private static String line(ListDiff.Entry entry) {
    String mark = entry.before().isEmpty() ? "+" : entry.after().isEmpty() ? "-" : "~";
    String key = entry.key().map(name -> " " + name).orElse("");
    return mark + " " + entry.where() + key + values(entry);
  }

  private static String values(ListDiff.Entry entry) {
    if (entry.key().isEmpty() || (entry.before().isEmpty() && entry.after().isEmpty())) {
      return "";
    }
    String before = entry.before().map(Json::compact).orElse("");
    String after = entry.after().map(Json::compact).orElse("");
    return ": " + before + (before.isEmpty() || after.isEmpty() ? "" : " -> ") + after;
  }

  private static ObjectNode json(ListDiff.Entry entry) {
    return Json.object(
        Map.of(
            "where", Json.of(entry.where()),
            "key", orNull(entry.key().map(Json::of)),
            "before", orNull(entry.before()),
            "after", orNull(entry.after())));
  }

  private static JsonNode orNull(Optional<JsonNode> value) {
    return value.orElse(NullNode.instance);
  }
}
