package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.service.PublishRun;
import io.vmcaster.service.PublishRun.PublishResult;
import java.util.Optional;

/** Publishes an earlier content of a list again. */
final class RollBackList extends Command {

  static final String NAMES = "--imagelist-rollback";

  RollBackList(Options options) {
    super(
        options,
        Flag.of(Heading.HISTORY, NAMES, "publish that content again, under a higher version")
            .takes("VERSION"));
    needs(options.imagelist);
    takes(options.settings().lifetime, options.noCheckImages, options.force);
  }

  @Override
  public Result run(CommandContext context) {
    PublishRun publishing = new PublishRun(context.publishing());
    Publication earlier =
        publishing.find(
            options.selected(Item.Kind.LIST), new Version(trigger().value().orElseThrow()));
    confirm(context, earlier.list(), earlier.version());
    PublishResult result = publishing.rollBack(earlier, context.publishOptions(Optional.empty()));
    return Result.done(Json.members(PublishLists.json(result)));
  }

  private static void confirm(CommandContext context, ListId list, Version version) {
    if (!context.isDryRun()
        && !context.confirms("Publish version " + version + " of list " + list + " again?")) {
      throw new InterruptedFailure("nothing was published: not confirmed", null);
    }
  }
}
