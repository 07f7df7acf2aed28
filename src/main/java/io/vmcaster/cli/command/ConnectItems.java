package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.service.ListEditor;
import io.vmcaster.service.Selection;
import java.util.ArrayList;
import java.util.List;

/** Binds endorsers and images to a list, or unbinds them. */
final class ConnectItems extends Command {

  static final String BIND =
      "--connect | --imagelist-add-endorser --imagelist-add-image: bind --endorser and --image to"
          + " --imagelist";
  static final String UNBIND =
      "--disconnect | --imagelist-del-endorser --imagelist-del-image: take --endorser and --image"
          + " from --imagelist";

  /** One of the names above. */
  ConnectItems(String names, Options options) {
    super(options, new Flag(Heading.EDIT, names));
    needs(options.imagelist);
    takes(options.endorser, options.image);
  }

  @Override
  public Result run(CommandContext context) {
    Selection list = options.selected(Item.Kind.LIST);
    List<Selection> members = new ArrayList<>();
    options.selection(Item.Kind.ENDORSER).ifPresent(members::add);
    options.selection(Item.Kind.IMAGE).ifPresent(members::add);
    if (members.isEmpty()) {
      throw new UsageFailure(trigger() + " needs --endorser DN, --image UUID or both", null);
    }
    ListEditor editor = context.editor();
    return done(
        is(BIND) ? editor.connect(list, members) : editor.disconnect(list, members), context);
  }
}
