package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;

/** Prints an item as JSON, or its own metadata a key a line. */
final class ShowItem extends Command {

  static final String ENDORSER = "--endorser-show | --show-endorser";
  static final String LIST = "--imagelist-show | --show-imagelist";
  static final String IMAGE = "--image-show | --show-image";
  static final String ENDORSER_KEYS = "--endorser-keys | --keys-endorser";
  static final String LIST_KEYS = "--imagelist-keys | --keys-imagelist";
  static final String IMAGE_KEYS = "--image-keys | --keys-image";

  private final Item.Kind kind;
  private final boolean keys;
  private final Options options;

  private ShowItem(
      String names, Item.Kind kind, boolean keys, Options options, String description) {
    super(flag(names, keys, options.selection().of(kind), description));
    this.kind = kind;
    this.keys = keys;
    this.options = options;
    needs(options.selection().of(kind));
    if (keys && kind == Item.Kind.IMAGE) {
      takes(options.selection().imagelist); // as the original does, which looks at neither
    }
  }

  private static Flag flag(String names, boolean keys, Flag selection, String description) {
    Flag flag = Flag.of(Heading.LOOK, names, description);
    return keys ? flag.mayTake(selection.label()) : flag;
  }

  static ShowItem endorser(Options options) {
    return new ShowItem(ENDORSER, Item.Kind.ENDORSER, false, options, "print an endorser as JSON");
  }

  static ShowItem endorserKeys(Options options) {
    return new ShowItem(
        ENDORSER_KEYS, Item.Kind.ENDORSER, true, options, "print an endorser's metadata");
  }

  static ShowItem list(Options options) {
    return new ShowItem(
        LIST, Item.Kind.LIST, false, options, "print a list as JSON, as it would be signed");
  }

  static ShowItem listKeys(Options options) {
    return new ShowItem(LIST_KEYS, Item.Kind.LIST, true, options, "print a list's own metadata");
  }

  static ShowItem image(Options options) {
    return new ShowItem(IMAGE, Item.Kind.IMAGE, false, options, "print an image as JSON");
  }

  static ShowItem imageKeys(Options options) {
    return new ShowItem(IMAGE_KEYS, Item.Kind.IMAGE, true, options, "print an image's metadata");
  }

  @Override
  public Result run(CommandContext context) {
    return keys
        ? Result.metadata(context.viewer().metadata(options.selection().selected(kind, trigger())))
        : Result.document(context.viewer().document(options.selection().selected(kind)));
  }
}
