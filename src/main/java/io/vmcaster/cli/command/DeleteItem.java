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

  static final String ENDORSER = "--endorser-del | --del-endorser";
  static final String LIST = "--imagelist-del | --del-imagelist";
  static final String IMAGE = "--image-del | --del-image";
  static final String ENDORSER_KEY = "--endorser-key-del | --key-del-endorser";
  static final String LIST_KEY = "--imagelist-key-del | --key-del-imagelist";
  static final String IMAGE_KEY = "--image-key-del | --key-del-image";

  private final Item.Kind kind;
  private final boolean keys;
  private final Options options;

  private DeleteItem(
      String names, Item.Kind kind, boolean keys, Options options, String description) {
    super(flag(names, keys, options.selection().of(kind), description));
    this.kind = kind;
    this.keys = keys;
    this.options = options;
    needs(options.selection().of(kind));
  }

  private static Flag flag(String names, boolean keys, Flag selection, String description) {
    Flag flag = Flag.of(Heading.EDIT, names, description);
    return keys
        ? flag.takes("KEY").from(SetKeys.USUAL).repeatable()
        : flag.mayTake(selection.label());
  }

  static DeleteItem endorser(Options options) {
    return new DeleteItem(ENDORSER, Item.Kind.ENDORSER, false, options, "delete an endorser");
  }

  static DeleteItem endorserKey(Options options) {
    return new DeleteItem(
        ENDORSER_KEY, Item.Kind.ENDORSER, true, options, "remove a value of an endorser");
  }

  static DeleteItem list(Options options) {
    return new DeleteItem(LIST, Item.Kind.LIST, false, options, "delete a list; its images stay");
  }

  static DeleteItem listKey(Options options) {
    return new DeleteItem(LIST_KEY, Item.Kind.LIST, true, options, "remove a value of a list");
  }

  static DeleteItem image(Options options) {
    return new DeleteItem(IMAGE, Item.Kind.IMAGE, false, options, "delete an image");
  }

  static DeleteItem imageKey(Options options) {
    return new DeleteItem(IMAGE_KEY, Item.Kind.IMAGE, true, options, "remove a value of an image");
  }

  @Override
  public Result run(CommandContext context) {
    if (!keys) {
      Selection item = options.selection().selected(kind, trigger());
      return done(context.editor().delete(item), context);
    }
    List<String> names = trigger().values();
    names.forEach(key -> MetadataValues.requireRemovable(kind, key));
    return done(context.editor().remove(options.selection().selected(kind), names), context);
  }
}
