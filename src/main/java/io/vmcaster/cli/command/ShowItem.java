package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.ListViewer;
import io.vmcaster.service.Selection;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints an item as JSON, or its own metadata a key a line; identifiers of all items of a kind, of
 * lists with their images, or of a list's members.
 */
final class ShowItem extends Command {

  static final String ENDORSERS = "--endorser-list | --list-endorser: print each endorser's name";
  static final String PAIRS = "--imagelist-list: print each list with each of its images";
  static final String IMAGES = "--image-list | --list-image: print each image's identifier";
  static final String LISTS = "--list-imagelist";
  static final String IMAGES_OF = "--imagelist-list-image";
  static final String ENDORSERS_OF = "--imagelist-list-endorser";
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

  /**
   * One of the names above.
   *
   * @param kind what is printed
   */
  ShowItem(String names, Item.Kind kind, Options options) {
    super(options, new Flag(Heading.LOOK, names));
    this.kind = kind;
    if (isOfKeys()) {
      trigger().mayTake(options.selecting(kind).label());
    }
    if (isOfMembers()) {
      needs(options.imagelist);
    } else if (isOfKeys() || trigger().name().endsWith("-show")) {
      needs(options.selecting(kind));
    }
    if (names.equals(IMAGE_KEYS)) {
      takes(options.imagelist); // as the original does, which looks at neither
    }
  }

  private boolean isOfKeys() {
    return trigger().name().endsWith("-keys");
  }

  private boolean isOfMembers() {
    return is(IMAGES_OF) || is(ENDORSERS_OF);
  }

  @Override
  public Result run(CommandContext context) {
    if (is(PAIRS)) {
      return Result.pairs(context.viewer().listsWithImages());
    }
    if (isOfMembers()) {
      return names(context.viewer().members(options.selected(Item.Kind.LIST), kind));
    }
    if (needed().isEmpty()) {
      return names(context.viewer().items(kind));
    }
    Selection selected = options.selected(kind, trigger());
    ListViewer viewer = context.viewer();
    return isOfKeys()
        ? Result.metadata(viewer.metadata(selected))
        : Result.document(viewer.document(selected));
  }

  private static Result names(List<? extends Item> items) {
    List<String> names = new ArrayList<>(items.size());
    for (Item item : items) {
      names.add(item.text());
    }
    return Result.names(names);
  }
}
