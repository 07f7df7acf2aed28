package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.MetadataValues;
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

  private static Flag flag(String names, String label) {
    return switch (names) {
      case ENDORSER -> edit(names, "delete an endorser").mayTake(label);
      case LIST -> edit(names, "delete a list; its images stay").mayTake(label);
      case IMAGE -> edit(names, "delete an image").mayTake(label);
      case ENDORSER_KEY -> key(names, "remove a value of an endorser");
      case LIST_KEY -> key(names, "remove a value of a list");
      case IMAGE_KEY -> key(names, "remove a value of an image");
      default -> throw new IllegalArgumentException(names);
    };
  }

  private static Flag edit(String names, String description) {
    return Flag.of(Heading.EDIT, names, description);
  }

  private static Flag key(String names, String description) {
    return edit(names, description).takes("KEY").from(SetKeys.USUAL).repeatable();
  }

  /** One of the names above, for items of a kind. */
  DeleteItem(Item.Kind kind, String names, Options options) {
    super(options, flag(names, options.selecting(kind).label()));
    this.kind = kind;
    needs(options.selecting(kind));
  }

  @Override
  public Result run(CommandContext context) {
    if (!trigger().name().endsWith("-key-del")) {
      return done(context.editor().delete(options.selected(kind, trigger())), context);
    }
    List<String> keys = trigger().values();
    keys.forEach(key -> MetadataValues.requireRemovable(kind, key));
    return done(context.editor().remove(options.selected(kind), keys), context);
  }
}
