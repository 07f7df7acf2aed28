package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;

/** Prints an item's own metadata, a key a line. */
final class ShowKeys extends ItemCommand {

  static final String ENDORSER = "--endorser-keys | --keys-endorser: print an endorser's metadata";
  static final String LIST = "--imagelist-keys | --keys-imagelist: print a list's own metadata";
  static final String IMAGE = "--image-keys | --keys-image: print an image's metadata";

  /** One of the names above, for an item of a kind. */
  ShowKeys(String names, Item.Kind kind, Options options) {
    super(options, kind, new Flag(Heading.LOOK, names).mayTake(options.selecting(kind).label()));
    if (kind == Item.Kind.IMAGE) {
      takes(options.imagelist); // as the original does, which looks at neither
    }
  }

  @Override
  public Result run(CommandContext context) {
    return Result.metadata(context.viewer().metadata(options.selected(kind, trigger())));
  }
}
