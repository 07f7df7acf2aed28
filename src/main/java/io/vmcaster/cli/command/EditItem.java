package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.service.ListEditor;
import io.vmcaster.service.MetadataValues;
import io.vmcaster.service.Selection;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates a list or an endorser; deletes an item, or keys of its metadata; binds endorsers and
 * images to a list, or unbinds them.
 */
final class EditItem extends Command {

  static final String ADD_ENDORSER =
      "--endorser-add | --add-endorser: create an endorser; without a name, that of the"
          + " certificate";
  static final String ADD_LIST = "--imagelist-add | --add-imagelist: create an empty list";
  static final String DELETE_ENDORSER = "--endorser-del | --del-endorser: delete an endorser";
  static final String DELETE_LIST =
      "--imagelist-del | --del-imagelist: delete a list; its images stay";
  static final String DELETE_IMAGE = "--image-del | --del-image: delete an image";
  static final String ENDORSER_KEY =
      "--endorser-key-del | --key-del-endorser: remove a value of an endorser";
  static final String LIST_KEY =
      "--imagelist-key-del | --key-del-imagelist: remove a value of a list";
  static final String IMAGE_KEY = "--image-key-del | --key-del-image: remove a value of an image";
  static final String BIND =
      "--connect | --imagelist-add-endorser --imagelist-add-image: bind --endorser and --image to"
          + " --imagelist";
  static final String UNBIND =
      "--disconnect | --imagelist-del-endorser --imagelist-del-image: take --endorser and --image"
          + " from --imagelist";

  private final Item.Kind kind;

  /**
   * One of the names above.
   *
   * @param kind what is edited
   */
  EditItem(String names, Item.Kind kind, Options options) {
    super(options, new Flag(Heading.EDIT, names));
    this.kind = kind;
    if (isOfKeys()) {
      trigger().takes("KEY").from(SetKeys.USUAL).repeatable();
    } else if (!is(BIND) && !is(UNBIND)) {
      trigger().mayTake(options.selecting(kind).label());
    }
    if (is(ADD_ENDORSER)) {
      takes(options.endorser); // the certificate names one as well
    } else {
      needs(options.selecting(kind));
    }
    if (is(BIND) || is(UNBIND)) {
      takes(options.endorser, options.image);
    }
  }

  private boolean isOfKeys() {
    return trigger().name().endsWith("-key-del");
  }

  @Override
  public Result run(CommandContext context) {
    return done(change(context), context);
  }

  /** The database is not touched before the command line is found right. */
  private ListEditor.Change change(CommandContext context) {
    if (is(ADD_ENDORSER) && trigger().value().isEmpty() && !options.endorser.isGiven()) {
      return context.editor().add(context.publishing().signer().certificate());
    }
    if (is(ADD_ENDORSER) || is(ADD_LIST)) {
      String name = options.named(kind, trigger());
      Item item = is(ADD_LIST) ? ListId.created(name) : Dn.created(name);
      return context.editor().add(item);
    }
    if (is(BIND) || is(UNBIND)) {
      Selection list = options.selected(kind);
      List<Selection> members = members();
      ListEditor editor = context.editor();
      return is(BIND) ? editor.connect(list, members) : editor.disconnect(list, members);
    }
    if (isOfKeys()) {
      List<String> keys = trigger().values();
      keys.forEach(key -> MetadataValues.requireRemovable(kind, key));
      return context.editor().remove(options.selected(kind), keys);
    }
    return context.editor().delete(options.selected(kind, trigger()));
  }

  private List<Selection> members() {
    List<Selection> members = new ArrayList<>();
    options.selection(Item.Kind.ENDORSER).ifPresent(members::add);
    options.selection(Item.Kind.IMAGE).ifPresent(members::add);
    if (members.isEmpty()) {
      throw new UsageFailure(trigger() + " needs --endorser DN, --image UUID or both", null);
    }
    return members;
  }
}
