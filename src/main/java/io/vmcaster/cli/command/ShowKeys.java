package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;

/** Prints the metadata of an item. */
final class ShowKeys extends Command {

  static final String ENDORSER = "--endorser-keys | --keys-endorser";
  static final String LIST = "--imagelist-keys | --keys-imagelist";
  static final String IMAGE = "--image-keys | --keys-image";

  private final Item.Kind kind;
  private final Options options;

  private ShowKeys(String names, Item.Kind kind, Options options, String description) {
    super(Flag.of(Heading.LOOK, names, description).mayTake(options.selection().of(kind).label()));
    this.kind = kind;
    this.options = options;
    needs(options.selection().of(kind));
    if (kind == Item.Kind.IMAGE) {
      takes(options.selection().imagelist); // as the original does, which looks at neither
    }
  }

  static ShowKeys endorser(Options options) {
    return new ShowKeys(ENDORSER, Item.Kind.ENDORSER, options, "print an endorser's metadata");
  }

  static ShowKeys list(Options options) {
    return new ShowKeys(LIST, Item.Kind.LIST, options, "print a list's own metadata");
  }

  static ShowKeys image(Options options) {
    return new ShowKeys(IMAGE, Item.Kind.IMAGE, options, "print an image's metadata");
  }

  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selection().selected(kind, trigger());
    ReadTransaction catalogue = context.repository().look();
    return Result.metadata(catalogue.metadata(Selections.item(catalogue, selected)).orElseThrow());
  }
}
