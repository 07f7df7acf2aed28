package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.ListViewer;
import java.util.ArrayList;
import java.util.List;

/** Prints identifiers: of all items of a kind, of lists with their images, of a list's members. */
final class ListItems extends Command {

  static final String ENDORSERS = "--endorser-list | --list-endorser: print each endorser's name";
  static final String PAIRS = "--imagelist-list: print each list with each of its images";
  static final String IMAGES = "--image-list | --list-image: print each image's identifier";
  static final String LISTS = "--list-imagelist";
  static final String IMAGES_OF = "--imagelist-list-image";
  static final String ENDORSERS_OF = "--imagelist-list-endorser";

  private final Item.Kind kind;

  /**
   * One of the names above.
   *
   * @param kind what is listed
   */
  ListItems(String names, Item.Kind kind, Options options) {
    super(options, new Flag(Heading.LOOK, names));
    this.kind = kind;
    if (isOfOneList()) {
      needs(options.imagelist);
    }
  }

  private boolean isOfOneList() {
    return is(IMAGES_OF) || is(ENDORSERS_OF);
  }

  @Override
  public Result run(CommandContext context) {
    ListViewer viewer = context.viewer();
    if (is(PAIRS)) {
      return Result.pairs(viewer.listsWithImages());
    }
    List<? extends Item> items =
        isOfOneList() ? viewer.members(options.selected(Item.Kind.LIST), kind) : viewer.items(kind);
    List<String> names = new ArrayList<>(items.size());
    for (Item item : items) {
      names.add(item.text());
    }
    return Result.names(names);
  }
}
