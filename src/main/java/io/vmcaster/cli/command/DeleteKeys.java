package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.MetadataValues;
import java.util.List;

/** Deletes keys of an item's metadata. */
final class DeleteKeys extends ItemCommand {

  static final String ENDORSER =
      "--endorser-key-del | --key-del-endorser: remove a value of an endorser";
  static final String LIST = "--imagelist-key-del | --key-del-imagelist: remove a value of a list";
  static final String IMAGE = "--image-key-del | --key-del-image: remove a value of an image";

  /** One of the names above, for an item of a kind. */
  DeleteKeys(String names, Item.Kind kind, Options options) {
    super(
        options, kind, new Flag(Heading.EDIT, names).takes("KEY").from(SetKeys.USUAL).repeatable());
  }

  /** The database is not touched before the command line is found right. */
  @Override
  public Result run(CommandContext context) {
    List<String> keys = trigger().values();
    keys.forEach(key -> MetadataValues.requireRemovable(kind, key));
    return done(context.editor().remove(options.selected(kind), keys), context);
  }
}
