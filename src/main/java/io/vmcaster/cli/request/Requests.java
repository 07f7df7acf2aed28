package io.vmcaster.cli.request;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Numbers;
import io.vmcaster.cli.option.Option;
import io.vmcaster.error.UsageFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.ListId;
import io.vmcaster.service.edit.MetadataKeys;
import io.vmcaster.service.edit.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the request of an action whose options were found to fit. */
final class Requests {

  private final Arguments arguments;
  private final Set<Action> actions;

  Requests(Arguments arguments, Set<Action> actions) {
    this.arguments = arguments;
    this.actions = actions;
  }

  Request of(Action action) {
    return switch (action) {
      case ENDORSER_LIST -> new Request.ListItems(Kind.ENDORSER, false);
      case IMAGELIST_LIST -> new Request.ListItems(Kind.LIST, true);
      case IMAGE_LIST -> new Request.ListItems(Kind.IMAGE, false);
      case LIST_IMAGELIST -> new Request.ListItems(Kind.LIST, false);
      case IMAGELIST_LIST_IMAGE -> new Request.ListMembers(selected(Kind.LIST), Kind.IMAGE);
      case IMAGELIST_LIST_ENDORSER -> new Request.ListMembers(selected(Kind.LIST), Kind.ENDORSER);
      case ENDORSER_SHOW -> new Request.Show(selected(Kind.ENDORSER));
      case IMAGELIST_SHOW -> new Request.Show(selected(Kind.LIST));
      case IMAGE_SHOW -> new Request.Show(selected(Kind.IMAGE));
      case ENDORSER_KEYS -> new Request.ShowKeys(selected(Kind.ENDORSER, Option.ENDORSER_KEYS));
      case IMAGELIST_KEYS -> new Request.ShowKeys(selected(Kind.LIST, Option.IMAGELIST_KEYS));
      case IMAGE_KEYS -> new Request.ShowKeys(selected(Kind.IMAGE, Option.IMAGE_KEYS));
      case ENDORSER_ADD -> addEndorser();
      case IMAGELIST_ADD -> new Request.Add(ListId.created(named(Kind.LIST, Option.IMAGELIST_ADD)));
      case IMAGE_ADD -> addImage();
      case ENDORSER_DEL -> new Request.Delete(selected(Kind.ENDORSER, Option.ENDORSER_DEL));
      case IMAGELIST_DEL -> new Request.Delete(selected(Kind.LIST, Option.IMAGELIST_DEL));
      case IMAGE_DEL -> new Request.Delete(selected(Kind.IMAGE, Option.IMAGE_DEL));
      case ENDORSER_KEY_SET, ENDORSER_VALUES -> setKeys(Kind.ENDORSER);
      case IMAGELIST_KEY_SET, IMAGELIST_VALUES -> setKeys(Kind.LIST);
      case IMAGE_KEY_SET, IMAGE_VALUES -> setKeys(Kind.IMAGE);
      case ENDORSER_KEY_DEL -> removeKeys(Kind.ENDORSER, Option.ENDORSER_KEY_DEL);
      case IMAGELIST_KEY_DEL -> removeKeys(Kind.LIST, Option.IMAGELIST_KEY_DEL);
      case IMAGE_KEY_DEL -> removeKeys(Kind.IMAGE, Option.IMAGE_KEY_DEL);
      case CONNECT -> new Request.Connect(selected(Kind.LIST), members("--connect"));
      case DISCONNECT -> new Request.Disconnect(selected(Kind.LIST), members("--disconnect"));
      case IMPORT_SMIME -> importFrom(Option.IMPORT_SMIME, true);
      case IMPORT_JSON -> importFrom(Option.IMPORT_JSON, false);
      default -> new ServerRequests(arguments, actions, this).of(action);
    };
  }

  /** The selected item of a kind, which must be there. */
  Selection selected(Kind kind) {
    return selection(kind).orElseThrow(() -> missing(kind));
  }

  /** The selected item of a kind, if any. */
  Optional<Selection> selection(Kind kind) {
    return arguments.value(selector(kind)).map(text -> new Selection(kind, text));
  }

  private Selection selected(Kind kind, Option trigger) {
    return new Selection(kind, named(kind, trigger));
  }

  /** The identifier that stands as the action's own value, or as the selection; not as both. */
  private String named(Kind kind, Option trigger) {
    Optional<String> own = arguments.value(trigger);
    Optional<String> other = arguments.value(selector(kind));
    if (own.isPresent() && other.isPresent() && !own.equals(other)) {
      throw new UsageFailure(
          trigger + " and " + selector(kind) + " name different things", "Give one of them.");
    }
    return own.or(() -> other).orElseThrow(() -> missing(kind));
  }

  private static UsageFailure missing(Kind kind) {
    return new UsageFailure("there is no " + selector(kind).flagWithValue(), null);
  }

  private static Option selector(Kind kind) {
    return switch (kind) {
      case LIST -> Option.IMAGELIST;
      case IMAGE -> Option.IMAGE;
      case ENDORSER -> Option.ENDORSER;
    };
  }

  private Request addEndorser() {
    boolean isNamed = arguments.value(Option.ENDORSER_ADD).isPresent();
    return isNamed || arguments.has(Option.ENDORSER)
        ? new Request.Add(Dn.created(named(Kind.ENDORSER, Option.ENDORSER_ADD)))
        : new Request.AddCertified();
  }

  /** The image that is to be created. */
  Request.AddImage addImage() {
    Optional<Selection> list = selection(Kind.LIST);
    Optional<Selection> like =
        arguments.value(Option.LIKE).map(text -> new Selection(Kind.IMAGE, text));
    if (like.isPresent() && list.isEmpty()) {
      throw new UsageFailure("--like needs --imagelist UUID, the list that both are in", null);
    }
    Item image = ImageId.created(named(Kind.IMAGE, Option.IMAGE_ADD));
    return new Request.AddImage(image, list, like, Assignments.of(arguments, Kind.IMAGE));
  }

  private Request setKeys(Kind kind) {
    return new Request.SetKeys(selected(kind), Assignments.of(arguments, kind));
  }

  private Request removeKeys(Kind kind, Option trigger) {
    List<String> keys = arguments.values(trigger);
    for (String key : keys) {
      MetadataKeys.requireRemovable(kind, key);
    }
    return new Request.RemoveKeys(selected(kind), keys);
  }

  private List<Selection> members(String action) {
    List<Selection> members = new ArrayList<>();
    selection(Kind.ENDORSER).ifPresent(members::add);
    selection(Kind.IMAGE).ifPresent(members::add);
    if (members.isEmpty()) {
      throw new UsageFailure(action + " needs --endorser DN, --image UUID or both", null);
    }
    return members;
  }

  private Request importFrom(Option trigger, boolean signed) {
    return new Request.Import(
        arguments.value(trigger).orElseThrow(),
        signed,
        arguments.has(Option.FORCE),
        arguments.has(Option.TRUSTED));
  }

  /** A whole number that an option gives. */
  Optional<Integer> number(Option option, int least, int most) {
    return arguments.value(option).map(text -> Numbers.parse(option.flag(), text, least, most));
  }
}
