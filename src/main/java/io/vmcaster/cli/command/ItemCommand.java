package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.model.Item;

/** An action on one item, which is selected, or named by the action's own value if it takes one. */
abstract class ItemCommand extends Command {

  /** What is acted on. */
  final Item.Kind kind;

  ItemCommand(Options options, Item.Kind kind, Flag trigger) {
    super(options, trigger);
    this.kind = kind;
    needs(options.selecting(kind));
  }
}
