package io.vmcaster.cli.request;

import io.vmcaster.cli.option.Option;
import java.util.ArrayList;
import java.util.List;

/** The actions, each with the options that it needs and those that it takes. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are made by List.of and never change
enum Action {
  ENDORSER_LIST(Option.ENDORSER_LIST),
  IMAGELIST_LIST(Option.IMAGELIST_LIST),
  IMAGE_LIST(Option.IMAGE_LIST),
  LIST_IMAGELIST(Option.LIST_IMAGELIST),
  IMAGELIST_LIST_IMAGE(Option.IMAGELIST_LIST_IMAGE, needs(Option.IMAGELIST)),
  IMAGELIST_LIST_ENDORSER(Option.IMAGELIST_LIST_ENDORSER, needs(Option.IMAGELIST)),
  ENDORSER_SHOW(Option.ENDORSER_SHOW, needs(Option.ENDORSER)),
  IMAGELIST_SHOW(Option.IMAGELIST_SHOW, needs(Option.IMAGELIST)),
  IMAGE_SHOW(Option.IMAGE_SHOW, needs(Option.IMAGE)),
  ENDORSER_KEYS(Option.ENDORSER_KEYS, needs(Option.ENDORSER)),
  IMAGELIST_KEYS(Option.IMAGELIST_KEYS, needs(Option.IMAGELIST)),
  IMAGE_KEYS(Option.IMAGE_KEYS, needs(Option.IMAGE), Option.IMAGELIST),

  ENDORSER_ADD(Option.ENDORSER_ADD, needs(), Option.ENDORSER),
  IMAGELIST_ADD(Option.IMAGELIST_ADD, needs(Option.IMAGELIST)),
  IMAGE_ADD(
      Option.IMAGE_ADD,
      needs(Option.IMAGE),
      Option.IMAGELIST,
      Option.LIKE,
      Option.IMAGE_KEY_SET,
      Option.IMAGE_VALUE,
      Option.IMAGE_VALUE_FILE,
      Option.IMAGE_VALUES),
  ENDORSER_DEL(Option.ENDORSER_DEL, needs(Option.ENDORSER)),
  IMAGELIST_DEL(Option.IMAGELIST_DEL, needs(Option.IMAGELIST)),
  IMAGE_DEL(Option.IMAGE_DEL, needs(Option.IMAGE)),
  ENDORSER_KEY_SET(
      Option.ENDORSER_KEY_SET,
      needs(Option.ENDORSER),
      Option.ENDORSER_VALUE,
      Option.ENDORSER_VALUE_FILE,
      Option.ENDORSER_VALUES),
  ENDORSER_VALUES(Option.ENDORSER_VALUES, needs(Option.ENDORSER)),
  IMAGELIST_KEY_SET(
      Option.IMAGELIST_KEY_SET,
      needs(Option.IMAGELIST),
      Option.IMAGELIST_VALUE,
      Option.IMAGELIST_VALUE_FILE,
      Option.IMAGELIST_VALUES),
  IMAGELIST_VALUES(Option.IMAGELIST_VALUES, needs(Option.IMAGELIST)),
  IMAGE_KEY_SET(
      Option.IMAGE_KEY_SET,
      needs(Option.IMAGE),
      Option.IMAGE_VALUE,
      Option.IMAGE_VALUE_FILE,
      Option.IMAGE_VALUES),
  IMAGE_VALUES(Option.IMAGE_VALUES, needs(Option.IMAGE)),
  ENDORSER_KEY_DEL(Option.ENDORSER_KEY_DEL, needs(Option.ENDORSER)),
  IMAGELIST_KEY_DEL(Option.IMAGELIST_KEY_DEL, needs(Option.IMAGELIST)),
  IMAGE_KEY_DEL(Option.IMAGE_KEY_DEL, needs(Option.IMAGE)),
  CONNECT(Option.CONNECT, needs(Option.IMAGELIST), Option.ENDORSER, Option.IMAGE),
  DISCONNECT(Option.DISCONNECT, needs(Option.IMAGELIST), Option.ENDORSER, Option.IMAGE),

  IMPORT_SMIME(Option.IMPORT_SMIME, needs(), Option.FORCE, Option.TRUSTED),
  IMPORT_JSON(Option.IMPORT_JSON, needs(), Option.FORCE),
  DOWNLOAD(
      Option.DOWNLOAD,
      needs(),
      Option.IMAGELIST,
      Option.FORCE,
      Option.TRUSTED,
      Option.DOWNLOAD_FLAGS),

  IMAGE_UPLOAD(Option.IMAGE_UPLOAD, needs(Option.IMAGE), Option.COMPRESS_LEVEL, Option.FLAG),
  UPDATE(
      Option.UPDATE,
      needs(),
      Option.IMAGELIST,
      Option.ALL,
      Option.IF_NEEDED,
      Option.RENEW_DAYS,
      Option.LIFETIME,
      Option.NO_CHECK_IMAGES,
      Option.FORCE,
      Option.FLAG),
  CHECK(Option.CHECK, needs(), Option.IMAGELIST, Option.FOR),
  VERIFY(Option.VERIFY, needs(), Option.IMAGELIST, Option.IMAGES),
  HISTORY(Option.HISTORY, needs(Option.IMAGELIST)),
  DIFF(Option.DIFF, needs(Option.IMAGELIST)),
  ROLLBACK(
      Option.ROLLBACK,
      needs(Option.IMAGELIST),
      Option.LIFETIME,
      Option.NO_CHECK_IMAGES,
      Option.FORCE),
  PRUNE(Option.PRUNE, needs(), Option.IMAGELIST, Option.IMAGE, Option.KEEP, Option.OLDER_THAN),
  STATUS(Option.STATUS, needs(), Option.IMAGELIST, Option.NAGIOS, Option.RENEW_DAYS),
  DOCTOR(Option.DOCTOR, needs(), Option.TRY_WRITE),
  DATABASE_COPY(Option.DATABASE_COPY),
  COMPLETION(Option.COMPLETION),
  MANUAL(Option.MANUAL);

  private final Option trigger;
  private final List<Option> needs;
  private final List<Option> takes;

  Action(Option trigger) {
    this(trigger, List.of());
  }

  Action(Option trigger, List<Option> needs, Option... takes) {
    this.trigger = trigger;
    this.needs = needs;
    this.takes = List.of(takes);
  }

  private static List<Option> needs(Option... options) {
    return List.of(options);
  }

  /** The option that asks for it. */
  Option trigger() {
    return trigger;
  }

  /** The selections that it cannot do without. */
  List<Option> required() {
    return needs;
  }

  /** Whether an option goes with it. */
  boolean takes(Option option) {
    return option == trigger
        || option.group().goesWithAll()
        || needs.contains(option)
        || takes.contains(option);
  }

  /** The actions that take an option, for advice. */
  static List<Action> thatTake(Option option) {
    List<Action> actions = new ArrayList<>();
    for (Action action : values()) {
      if (action.needs.contains(option) || action.takes.contains(option)) {
        actions.add(action);
      }
    }
    return actions;
  }
}
