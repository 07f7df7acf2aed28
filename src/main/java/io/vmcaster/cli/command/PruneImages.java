package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.service.ImagePruner;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Removes files of images that nothing names any more. */
final class PruneImages extends Command {

  static final String NAMES =
      "--image-prune: remove uploaded images that nothing names any more; asks, but only at a"
          + " terminal";

  private static final int MANY = 1_000_000;

  private final Flag keep =
      new Flag(Heading.HISTORY, "--keep: with --image-prune: publications whose images stay (3)")
          .takes("N");
  private final Flag olderThan =
      new Flag(Heading.HISTORY, "--older-than: with --image-prune: only images uploaded longer ago")
          .takes("DAYS");

  PruneImages(Options options) {
    super(options, new Flag(Heading.HISTORY, NAMES));
    takes(options.imagelist, options.image, keep, olderThan);
  }

  @Override
  public Result run(CommandContext context) {
    int kept = keep.number(0, MANY).orElse(3);
    Duration age = Duration.ofDays(olderThan.number(0, MANY).orElse(0));
    ImagePruner pruner =
        new ImagePruner(
            context.publishing(),
            new ImagePruner.Options(
                options.selection(Item.Kind.LIST), options.selection(Item.Kind.IMAGE), kept, age));
    List<String> candidates = pruner.candidates();
    if (!context.isDryRun() && !candidates.isEmpty()) {
      context.requireConfirmed(
          "Remove "
              + Messages.count(candidates.size(), "file")
              + ":\n  "
              + String.join("\n  ", candidates)
              + "\n?",
          "nothing was removed");
      candidates = pruner.remove(candidates);
    }
    return report(context, candidates);
  }

  private static Result report(CommandContext context, List<String> uris) {
    boolean dryRun = context.isDryRun();
    context
        .messages()
        .info(
            (dryRun ? "would remove " : "removed ")
                + Messages.count(uris.size(), "file")
                + " of old images");
    return Result.report(
        uris,
        Json.object(
            Map.of(
                "removed", Result.texts(uris),
                "dry-run", Json.of(dryRun))),
        0);
  }
}
