package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.SelectionOptions;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.ImagePruner;
import io.vmcaster.service.PruneOptions;
import io.vmcaster.service.edit.Selections;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Removes files of images that nothing names any more. */
final class PruneImages extends Command {

  static final String NAMES = "--image-prune";

  private static final int MANY = 1_000_000;

  private final Flag keep =
      Flag.of(Heading.HISTORY, "--keep", "with --image-prune: publications whose images stay (3)")
          .takes("N");
  private final Flag olderThan =
      Flag.of(
              Heading.HISTORY,
              "--older-than",
              "with --image-prune: only images uploaded longer ago")
          .takes("DAYS");
  private final SelectionOptions selection;

  PruneImages(Options options) {
    super(Flag.of(Heading.HISTORY, NAMES, "remove uploaded images that nothing names any more"));
    selection = options.selection();
    takes(selection.imagelist, selection.image, keep, olderThan);
  }

  @Override
  public Result run(CommandContext context) {
    int kept = keep.number(0, MANY).orElse(3);
    Duration age = Duration.ofDays(olderThan.number(0, MANY).orElse(0));
    ReadTransaction catalogue = context.repository().catalogue();
    ImagePruner pruner = new ImagePruner(context.publishing());
    PruneOptions options =
        new PruneOptions(
            selection.selection(Item.Kind.LIST).map(it -> Selections.list(catalogue, it)),
            selection.selection(Item.Kind.IMAGE).map(it -> Selections.image(catalogue, it)),
            kept,
            age);
    List<String> candidates = pruner.candidates(options);
    if (!context.isDryRun() && !candidates.isEmpty()) {
      confirm(context, candidates);
      candidates = pruner.remove(candidates, options, context.settings().lockWait());
    }
    return report(context, candidates);
  }

  private static void confirm(CommandContext context, List<String> candidates) {
    String question =
        "Remove " + candidates.size() + " files:\n  " + String.join("\n  ", candidates) + "\n?";
    if (!context.confirms(question)) {
      throw new InterruptedFailure("nothing was removed: not confirmed", null);
    }
  }

  private static Result report(CommandContext context, List<String> uris) {
    boolean dryRun = context.isDryRun();
    context
        .messages()
        .info((dryRun ? "would remove " : "removed ") + uris.size() + " files of old images");
    return Result.report(
        uris,
        Json.object(
            Map.of(
                "removed", Texts.json(uris),
                "dry-run", Json.of(dryRun))),
        0);
  }
}
