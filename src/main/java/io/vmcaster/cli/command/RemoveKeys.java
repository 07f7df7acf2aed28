package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.edit.MetadataEditor;
import io.vmcaster.service.edit.MetadataKeys;
import io.vmcaster.service.edit.Selection;
import java.util.List;

/** Removes metadata. */
final class RemoveKeys extends Command {

  static final String ENDORSER = "--endorser-key-del | --key-del-endorser";
  static final String LIST = "--imagelist-key-del | --key-del-imagelist";
  static final String IMAGE = "--image-key-del | --key-del-image";

  private final Item.Kind kind;
  private final Options options;

  private RemoveKeys(String names, Item.Kind kind, Options options, String description) {
    super(Flag.of(Heading.EDIT, names, description).takes("KEY").from(SetKeys.USUAL).repeatable());
    this.kind = kind;
    this.options = options;
    needs(options.selection().of(kind));
  }

  static RemoveKeys endorser(Options options) {
    return new RemoveKeys(ENDORSER, Item.Kind.ENDORSER, options, "remove a value of an endorser");
  }

  static RemoveKeys list(Options options) {
    return new RemoveKeys(LIST, Item.Kind.LIST, options, "remove a value of a list");
  }

  static RemoveKeys image(Options options) {
    return new RemoveKeys(IMAGE, Item.Kind.IMAGE, options, "remove a value of an image");
  }

  @Override
  public Result run(CommandContext context) {
    List<String> keys = trigger().values();
    for (String key : keys) {
      MetadataKeys.requireRemovable(kind, key);
    }
    Selection selected = options.selection().selected(kind);
    return Edits.run(context, catalogue -> MetadataEditor.remove(catalogue, selected, keys));
  }
}
