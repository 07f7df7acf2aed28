package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.ListPublisher;
import io.vmcaster.service.PublicationHistory;
import io.vmcaster.service.PublishResult;
import io.vmcaster.service.edit.Selections;
import java.util.Optional;
import java.util.Set;

/** Publishes an earlier content of a list again. */
final class RollBackList extends Command {

  static final String NAMES = "--imagelist-rollback";

  private final Options options;

  RollBackList(Options options) {
    super(
        Flag.of(Heading.HISTORY, NAMES, "publish that content again, under a higher version")
            .takes("VERSION"));
    this.options = options;
    needs(options.selection().imagelist);
    takes(options.settings().lifetime, options.transfer().noCheckImages, options.transfer().force);
  }

  @Override
  public Result run(CommandContext context) {
    ReadTransaction catalogue = context.repository().catalogue();
    ListId list = Selections.list(catalogue, options.selection().selected(Item.Kind.LIST));
    Version version = new Version(trigger().value().orElseThrow());
    new PublicationHistory(catalogue).find(list, version);
    confirm(context, list, version);
    PublishResult result =
        new ListPublisher(context.publishing())
            .rollBack(list, version, context.publishOptions(Optional.empty(), Set.of()));
    context
        .messages()
        .info(
            (context.isDryRun() ? "would publish" : "published")
                + " the content of version "
                + version
                + " of list "
                + list
                + " as version "
                + result.version());
    Texts.numbered(result.steps()).forEach(context.messages()::info);
    return Result.done(Json.members(PublishLists.json(result)));
  }

  private static void confirm(CommandContext context, ListId list, Version version) {
    if (!context.isDryRun()
        && !context.confirms("Publish version " + version + " of list " + list + " again?")) {
      throw new InterruptedFailure("nothing was published: not confirmed", null);
    }
  }
}
