package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.service.PublishRun;
import io.vmcaster.service.PublishRun.PublishResult;

/** Publishes an earlier content of a list again. */
final class RollBackList extends Command {

  static final String NAMES =
      "--imagelist-rollback: publish the content of an older version again, under a higher version;"
          + " asks, but only at a terminal";

  RollBackList(Options options) {
    super(options, new Flag(Heading.HISTORY, NAMES).takes("VERSION"));
    needs(options.imagelist);
    takes(options.settings().lifetime, options.noCheckImages, options.force);
  }

  @Override
  public Result run(CommandContext context) {
    PublishRun publishing = new PublishRun(context.publishing());
    Publication earlier =
        publishing.find(
            options.selected(Item.Kind.LIST), new Version(trigger().value().orElseThrow()));
    if (!context.isDryRun()) {
      context.requireConfirmed(
          "Publish version " + earlier.version() + " of list " + earlier.list() + " again?",
          "nothing was published");
    }
    PublishResult result = publishing.rollBack(earlier, context.publishOptions(false));
    return Result.done(Json.members(PublishLists.json(result)));
  }
}
