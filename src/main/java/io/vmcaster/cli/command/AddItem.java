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

  static final String ENDORSER = "--endorser-add | --add-endorser";
  static final String LIST = "--imagelist-add | --add-imagelist";

  private final Item.Kind kind;

  private AddItem(String names, Item.Kind kind, Options options, String description) {
    super(
        options,
        Flag.of(Heading.EDIT, names, description).mayTake(options.selecting(kind).label()));
    this.kind = kind;
  }

  static AddItem endorser(Options options) {
    AddItem add =
        new AddItem(
            ENDORSER,
            Item.Kind.ENDORSER,
            options,
            "create an endorser; without a name, that of the certificate");
    add.takes(options.endorser);
    return add;
  }

  static AddItem list(Options options) {
    AddItem add = new AddItem(LIST, Item.Kind.LIST, options, "create an empty list");
    add.needs(options.imagelist);
    return add;
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
