package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.MetadataValues;
import io.vmcaster.service.Selection;
import java.util.List;

/** Deletes an item, or keys of its metadata. */
final class DeleteItem extends Command {

  static final String ENDORSER = "--endorser-del | --del-endorser: delete an endorser";
  static final String LIST = "--imagelist-del | --del-imagelist: delete a list; its images stay";
  static final String IMAGE = "--image-del | --del-image: delete an image";
  static final String ENDORSER_KEY =
      "--endorser-key-del | --key-del-endorser: remove a value of an endorser";
  static final String LIST_KEY =
      "--imagelist-key-del | --key-del-imagelist: remove a value of a list";
  static final String IMAGE_KEY = "--image-key-del | --key-del-image: remove a value of an image";

  private final Item.Kind kind;

  /** One of the names above, for an item of a kind. */
  DeleteItem(String names, Item.Kind kind, Options options) {
    super(options, new Flag(Heading.EDIT, names));
    this.kind = kind;
    needs(options.selecting(kind));
    if (isOfKeys()) {
      trigger().takes("KEY").from(SetKeys.USUAL).repeatable();
    } else {
      trigger().mayTake(options.selecting(kind).label());
    }
  }

  private boolean isOfKeys() {
    return trigger().name().endsWith("-key-del");
  }

  /** The database is not touched before the command line is found right. */
  @Override
  public Result run(CommandContext context) {
    Selection selected = isOfKeys() ? options.selected(kind) : options.selected(kind, trigger());
    if (!isOfKeys()) {
      return done(context.editor().delete(selected), context);
    }
    List<String> keys = trigger().values();
    keys.forEach(key -> MetadataValues.requireRemovable(kind, key));
    return done(context.editor().remove(selected, keys), context);
  }
}
