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

  static final String ENDORSERS = "--endorser-list | --list-endorser";
  static final String PAIRS = "--imagelist-list";
  static final String IMAGES = "--image-list | --list-image";
  static final String LISTS = "--list-imagelist";
  static final String IMAGES_OF = "--imagelist-list-image";
  static final String ENDORSERS_OF = "--imagelist-list-endorser";

  private final Item.Kind kind;

  private ListItems(String names, Item.Kind kind, Options options, String description) {
    super(options, Flag.of(Heading.LOOK, names, description));
    this.kind = kind;
    if (isOfOneList()) {
      needs(options.imagelist);
    }
  }

  static ListItems endorsers(Options options) {
    return new ListItems(ENDORSERS, Item.Kind.ENDORSER, options, "print each endorser's name");
  }

  static ListItems pairs(Options options) {
    return new ListItems(PAIRS, Item.Kind.LIST, options, "print each list with each of its images");
  }

  static ListItems images(Options options) {
    return new ListItems(IMAGES, Item.Kind.IMAGE, options, "print each image's identifier");
  }

  static ListItems lists(Options options) {
    return new ListItems(LISTS, Item.Kind.LIST, options, "");
  }

  static ListItems imagesOf(Options options) {
    return new ListItems(IMAGES_OF, Item.Kind.IMAGE, options, "");
  }

  static ListItems endorsersOf(Options options) {
    return new ListItems(ENDORSERS_OF, Item.Kind.ENDORSER, options, "");
  }

  private boolean isOfOneList() {
    return trigger().name().equals(IMAGES_OF) || trigger().name().equals(ENDORSERS_OF);
  }

  @Override
  public Result run(CommandContext context) {
    ListViewer viewer = context.viewer();
    if (trigger().name().equals(PAIRS)) {
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
