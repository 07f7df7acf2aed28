package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.Selection;

/** Prints an item as JSON, or its own metadata a key a line. */
final class ShowItem extends Command {

  static final String ENDORSER = "--endorser-show | --show-endorser: print an endorser as JSON";
  static final String LIST =
      "--imagelist-show | --show-imagelist: print a list as JSON, as it would be signed";
  static final String IMAGE = "--image-show | --show-image: print an image as JSON";
  static final String ENDORSER_KEYS =
      "--endorser-keys | --keys-endorser: print an endorser's metadata";
  static final String LIST_KEYS =
      "--imagelist-keys | --keys-imagelist: print a list's own metadata";
  static final String IMAGE_KEYS = "--image-keys | --keys-image: print an image's metadata";

  private final Item.Kind kind;

  /** One of the names above, for an item of a kind. */
  ShowItem(String names, Item.Kind kind, Options options) {
    super(options, new Flag(Heading.LOOK, names));
    this.kind = kind;
    needs(options.selecting(kind));
    if (isOfKeys()) {
      trigger().mayTake(options.selecting(kind).label());
    }
    if (is(IMAGE_KEYS)) {
      takes(options.imagelist); // as the original does, which looks at neither
    }
  }

  private boolean isOfKeys() {
    return trigger().name().endsWith("-keys");
  }

  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selected(kind, trigger());
    return isOfKeys()
        ? Result.metadata(context.viewer().metadata(selected))
        : Result.document(context.viewer().document(selected));
  }
}
