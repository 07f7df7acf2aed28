package io.vmcaster.cli.request;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Arity;
import io.vmcaster.cli.option.Option;
import io.vmcaster.error.UsageFailure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds what a command line asks for, and refuses what is impossible or unfinished. */
public final class RequestParser {

  private final Arguments arguments;
  private final List<Action> actions;

  private RequestParser(Arguments arguments) {
    this.arguments = arguments;
    this.actions = actionsOf(arguments);
  }

  /**
   * The request of a command line.
   *
   * @throws UsageFailure naming what is too much, or missing
   */
  public static Request parse(Arguments arguments) {
    if (arguments.has(Option.HELP)) {
      return new Request.Help();
    }
    if (arguments.has(Option.VERSION)) {
      return new Request.ShowVersion();
    }
    return new RequestParser(arguments).parse();
  }

  private Request parse() {
    refuseRepeated();
    refuseEmpty();
    Action action = onlyAction();
    refuseStrangers();
    requireNeeds();
    return new Requests(arguments, Set.copyOf(actions)).of(action);
  }

  private static List<Action> actionsOf(Arguments arguments) {
    List<Action> actions = new ArrayList<>();
    for (Action action : Action.values()) {
      if (arguments.has(action.trigger())) {
        actions.add(action);
      }
    }
    return actions;
  }

  private void refuseRepeated() {
    Set<Option> seen = EnumSet.noneOf(Option.class);
    for (Arguments.Given given : arguments.all()) {
      if (!seen.add(given.option()) && !given.option().repeatable()) {
        throw new UsageFailure(given.option() + " is given twice", null);
      }
    }
  }

  /** Only a metadata value may be empty. */
  private void refuseEmpty() {
    for (Arguments.Given given : arguments.all()) {
      if (given.value().isPresent()
          && given.value().get().isBlank()
          && !Assignments.isValue(given.option())) {
        throw new UsageFailure(given.option() + " has an empty value", null);
      }
    }
  }

  /** One action; an upload may bring an added image before it, and an update after it. */
  private Action onlyAction() {
    if (actions.isEmpty()) {
      throw nothingAsked();
    }
    List<Action> rest = new ArrayList<>(actions);
    if (rest.remove(Action.IMAGE_UPLOAD)) {
      rest.remove(Action.UPDATE);
      if (rest.remove(Action.IMAGE_ADD)) {
        rest.removeAll(List.of(Action.IMAGE_KEY_SET, Action.IMAGE_VALUES));
      }
      return single(Action.IMAGE_UPLOAD, rest);
    }
    if (rest.remove(Action.IMAGE_ADD) || rest.remove(Action.IMAGE_KEY_SET)) {
      rest.removeAll(List.of(Action.IMAGE_KEY_SET, Action.IMAGE_VALUES));
      return single(actions.get(0), rest);
    }
    if (rest.remove(Action.IMAGELIST_KEY_SET)) {
      rest.remove(Action.IMAGELIST_VALUES);
      return single(actions.get(0), rest);
    }
    if (rest.remove(Action.ENDORSER_KEY_SET)) {
      rest.remove(Action.ENDORSER_VALUES);
      return single(actions.get(0), rest);
    }
    return single(rest.remove(0), rest);
  }

  private static Action single(Action action, List<Action> others) {
    if (!others.isEmpty()) {
      throw new UsageFailure(
          "one action a run: "
              + action.trigger()
              + " and "
              + others.get(0).trigger()
              + " do not go together",
          null);
    }
    return action;
  }

  private UsageFailure nothingAsked() {
    for (Arguments.Given given : arguments.all()) {
      List<Action> takers = Action.thatTake(given.option());
      if (!takers.isEmpty() && !given.option().hidden()) {
        return new UsageFailure(
            "there is no action: " + given.option() + " alone does nothing",
            "It goes with " + names(takers) + ".");
      }
    }
    return new UsageFailure("there is no action", "See 'vmcaster --help'.");
  }

  private static String names(List<Action> actions) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < Math.min(6, actions.size()); i++) {
      names.append(i == 0 ? "" : ", ").append(actions.get(i).trigger().flag());
    }
    return names.append(actions.size() > 6 ? " and others" : "").toString();
  }

  private void refuseStrangers() {
    for (Arguments.Given given : arguments.all()) {
      if (!taken(given.option())) {
        List<Action> takers = Action.thatTake(given.option());
        throw new UsageFailure(
            given.option() + " does not go with " + actions.get(0).trigger(),
            takers.isEmpty() ? null : "It goes with " + names(takers) + ".");
      }
    }
  }

  private boolean taken(Option option) {
    for (Action action : actions) {
      if (action.takes(option)) {
        return true;
      }
    }
    return option.group().goesWithAll();
  }

  private void requireNeeds() {
    for (Action action : actions) {
      for (Option need : action.required()) {
        requireNeed(action, need);
      }
    }
  }

  /** The selection may stand as the action's own value, such as in {@code --image-del UUID}. */
  private void requireNeed(Action action, Option need) {
    if (!arguments.has(need) && !selectedByAction(need)) {
      throw new UsageFailure(
          action.trigger() + " needs " + need.flagWithValue(), example(action, need));
    }
  }

  private boolean selectedByAction(Option need) {
    for (Action action : actions) {
      if (action.trigger().arity() == Arity.OPTIONAL
          && action.trigger().label().equals(need.label())
          && action.required().contains(need)
          && arguments.value(action.trigger()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static String example(Action action, Option need) {
    return "Say which: vmcaster " + need.flagWithValue() + " " + action.trigger().flagWithValue();
  }
}
