package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;

/** Creates a list or an endorser. */
final class AddItem extends Command {

  static final String ENDORSER =
      "--endorser-add | --add-endorser: create an endorser; without a name, that of the"
          + " certificate";
  static final String LIST = "--imagelist-add | --add-imagelist: create an empty list";

  private final Item.Kind kind;

  /** One of the names above, for an item of a kind. */
  AddItem(String names, Item.Kind kind, Options options) {
    super(options, new Flag(Heading.EDIT, names).mayTake(options.selecting(kind).label()));
    this.kind = kind;
    if (kind == Item.Kind.LIST) {
      needs(options.imagelist);
    } else {
      takes(options.endorser); // the certificate names one as well
    }
  }

  @Override
  public Result run(CommandContext context) {
    if (kind == Item.Kind.ENDORSER && trigger().value().isEmpty() && !options.endorser.isGiven()) {
      return done(context.editor().add(context.publishing().signer().certificate()), context);
    }
    String name = options.named(kind, trigger());
    Item item = kind == Item.Kind.LIST ? ListId.created(name) : Dn.created(name);
    return done(context.editor().add(item), context);
  }
}
