package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Item;
import io.vmcaster.service.Selection;

/** Deletes an item. */
final class DeleteItem extends ItemCommand {

  static final String ENDORSER = "--endorser-del | --del-endorser: delete an endorser";
  static final String LIST = "--imagelist-del | --del-imagelist: delete a list; its images stay";
  static final String IMAGE = "--image-del | --del-image: delete an image";

  /** One of the names above, for an item of a kind. */
  DeleteItem(String names, Item.Kind kind, Options options) {
    super(options, kind, new Flag(Heading.EDIT, names).mayTake(options.selecting(kind).label()));
  }

  /** The database is not touched before the command line is found right. */
  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selected(kind, trigger());
    return done(context.editor().delete(selected), context);
  }
}
