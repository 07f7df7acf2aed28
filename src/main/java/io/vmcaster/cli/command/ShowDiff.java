package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Version;
import io.vmcaster.service.ListDiff;
import io.vmcaster.service.PublicationHistory;
import java.util.List;
import java.util.Map;

/** Prints what publishing a list would change. */
final class ShowDiff extends Command {

  static final String NAMES = "--imagelist-diff: print what --update would change";

  ShowDiff(Options options) {
    super(options, new Flag(Heading.HISTORY, NAMES).mayTake("VERSION"));
    needs(options.imagelist);
  }

  @Override
  public Result run(CommandContext context) {
    PublicationHistory.Difference found =
        context
            .history()
            .difference(options.selected(Item.Kind.LIST), trigger().value().map(Version::new));
    List<ListDiff.Entry> entries = found.diff().entries();
    return Result.report(
        entries.stream().map(ShowDiff::line).toList(),
        Json.object(
            Map.of(
                "against", Json.of(found.against().version().text()),
                "changes", Json.array(entries.stream().map(ShowDiff::json).toList()))),
        0);
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
            "key", Result.orNull(entry.key().map(Json::of)),
            "before", Result.orNull(entry.before()),
            "after", Result.orNull(entry.after())));
  }
}
