package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.ListDiff;
import io.vmcaster.service.PublicationHistory;
import io.vmcaster.service.edit.Selections;
import java.util.Map;
import java.util.Optional;

/** Prints what publishing a list would change. */
final class ShowDiff extends Command {

  static final String NAMES = "--imagelist-diff";

  private final Options options;

  ShowDiff(Options options) {
    super(Flag.of(Heading.HISTORY, NAMES, "print what --update would change").mayTake("VERSION"));
    this.options = options;
    needs(options.selection().imagelist);
  }

  @Override
  public Result run(CommandContext context) {
    ReadTransaction catalogue = context.repository().look();
    ListId list = Selections.list(catalogue, options.selection().selected(Item.Kind.LIST));
    PublicationHistory history = new PublicationHistory(catalogue);
    Publication publication =
        trigger()
            .value()
            .map(version -> history.find(list, new Version(version)))
            .or(() -> history.latest(list))
            .orElseThrow(() -> unpublished(list));
    ListDiff diff = history.difference(list, publication);
    return Result.report(
        diff.entries().stream().map(ShowDiff::line).toList(),
        Json.object(
            Map.of(
                "against", Json.of(publication.version().text()),
                "changes", Json.array(diff.entries().stream().map(ShowDiff::json).toList()))),
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
