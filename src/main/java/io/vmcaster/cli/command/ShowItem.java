package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.Selection;

/** Prints an item as JSON, or its own metadata a key a line. */
final class ShowItem extends Command {

  static final String ENDORSER = "--endorser-show | --show-endorser";
  static final String LIST = "--imagelist-show | --show-imagelist";
  static final String IMAGE = "--image-show | --show-image";
  static final String ENDORSER_KEYS = "--endorser-keys | --keys-endorser";
  static final String LIST_KEYS = "--imagelist-keys | --keys-imagelist";
  static final String IMAGE_KEYS = "--image-keys | --keys-image";

  private final Item.Kind kind;

  /** One of the names above, for items of a kind. */
  ShowItem(Item.Kind kind, String names, Options options) {
    super(options, flag(names, options.selecting(kind).label()));
    this.kind = kind;
    needs(options.selecting(kind));
    if (names.equals(IMAGE_KEYS)) {
      takes(options.imagelist); // as the original does, which looks at neither
    }
  }

  private static Flag flag(String names, String label) {
    return switch (names) {
      case ENDORSER -> look(names, "print an endorser as JSON");
      case LIST -> look(names, "print a list as JSON, as it would be signed");
      case IMAGE -> look(names, "print an image as JSON");
      case ENDORSER_KEYS -> look(names, "print an endorser's metadata").mayTake(label);
      case LIST_KEYS -> look(names, "print a list's own metadata").mayTake(label);
      case IMAGE_KEYS -> look(names, "print an image's metadata").mayTake(label);
      default -> throw new IllegalArgumentException(names);
    };
  }

  private static Flag look(String names, String description) {
    return Flag.of(Heading.LOOK, names, description);
  }

  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selected(kind, trigger());
    return trigger().name().endsWith("-keys")
        ? Result.metadata(context.viewer().metadata(selected))
        : Result.document(context.viewer().document(selected));
  }
}
