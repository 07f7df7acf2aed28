package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import java.util.List;
import java.util.Map;

/** Prints the publications of a list, the oldest first. */
final class ShowHistory extends Command {

  static final String NAMES = "--imagelist-history: print a list's publications";

  ShowHistory(Options options) {
    super(options, new Flag(Heading.HISTORY, NAMES));
    needs(options.imagelist);
  }

  @Override
  public Result run(CommandContext context) {
    List<Publication> all = context.history().publications(options.selected(Item.Kind.LIST));
    return Result.report(
        all.stream().map(ShowHistory::line).toList(),
        Json.array(all.stream().map(ShowHistory::json).toList()),
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
