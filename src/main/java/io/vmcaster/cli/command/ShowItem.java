package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;

/** Prints an item as JSON. */
final class ShowItem extends Command {

  static final String ENDORSER = "--endorser-show | --show-endorser";
  static final String LIST = "--imagelist-show | --show-imagelist";
  static final String IMAGE = "--image-show | --show-image";

  private final Item.Kind kind;
  private final Options options;

  private ShowItem(String names, Item.Kind kind, Options options, String description) {
    super(Flag.of(Heading.LOOK, names, description));
    this.kind = kind;
    this.options = options;
    needs(options.selection().of(kind));
  }

  static ShowItem endorser(Options options) {
    return new ShowItem(ENDORSER, Item.Kind.ENDORSER, options, "print an endorser as JSON");
  }

  static ShowItem list(Options options) {
    return new ShowItem(
        LIST, Item.Kind.LIST, options, "print a list as JSON, as it would be signed");
  }

  static ShowItem image(Options options) {
    return new ShowItem(IMAGE, Item.Kind.IMAGE, options, "print an image as JSON");
  }

  @Override
  public Result run(CommandContext context) {
    ReadTransaction catalogue = context.repository().look();
    Selection selected = options.selection().selected(kind);
    return Result.document(json(catalogue, Selections.item(catalogue, selected)));
  }

  private static ObjectNode json(ReadTransaction catalogue, Item item) {
    if (item instanceof ListId list) {
      return catalogue.list(list).orElseThrow().toJson();
    }
    return item instanceof ImageId image
        ? catalogue.image(image).orElseThrow().toJson()
        : catalogue.endorser((Dn) item).orElseThrow().toJson();
  }
}
