package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;

/** Prints an item as JSON. */
final class ShowItem extends ItemCommand {

  static final String ENDORSER = "--endorser-show | --show-endorser: print an endorser as JSON";
  static final String LIST =
      "--imagelist-show | --show-imagelist: print a list as JSON, as it would be signed";
  static final String IMAGE = "--image-show | --show-image: print an image as JSON";

  /** One of the names above, for an item of a kind. */
  ShowItem(String names, Item.Kind kind, Options options) {
    super(options, kind, new Flag(Heading.LOOK, names));
  }

  @Override
  public Result run(CommandContext context) {
    return Result.document(context.viewer().document(options.selected(kind)));
  }
}
