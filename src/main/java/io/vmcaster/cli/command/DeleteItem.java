package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.edit.ItemEditor;
import io.vmcaster.service.edit.Selection;

/** Deletes an item. */
final class DeleteItem extends Command {

  static final String ENDORSER = "--endorser-del | --del-endorser";
  static final String LIST = "--imagelist-del | --del-imagelist";
  static final String IMAGE = "--image-del | --del-image";

  private final Item.Kind kind;
  private final Options options;

  private DeleteItem(String names, Item.Kind kind, Options options, String description) {
    super(Flag.of(Heading.EDIT, names, description).mayTake(options.selection().of(kind).label()));
    this.kind = kind;
    this.options = options;
    needs(options.selection().of(kind));
  }

  static DeleteItem endorser(Options options) {
    return new DeleteItem(ENDORSER, Item.Kind.ENDORSER, options, "delete an endorser");
  }

  static DeleteItem list(Options options) {
    return new DeleteItem(LIST, Item.Kind.LIST, options, "delete a list; its images stay");
  }

  static DeleteItem image(Options options) {
    return new DeleteItem(IMAGE, Item.Kind.IMAGE, options, "delete an image");
  }

  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selection().selected(kind, trigger());
    return Edits.run(context, catalogue -> ItemEditor.delete(catalogue, selected));
  }
}
