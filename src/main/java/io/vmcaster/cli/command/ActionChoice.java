package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.ArrayList;
import java.util.List;

/** Finds the one action that a command line asks for, and whether all options go with it. */
final class ActionChoice {

  private static final int MOST_NAMES = 6;

  private final List<Command> commands;
  private final List<Flag.Given> given;

  ActionChoice(List<Command> commands, List<Flag.Given> given) {
    this.commands = commands;
    this.given = given;
  }

  /**
   * The action.
   *
   * @throws UsageFailure when there is none or more than one, or an option is too much or missing
   */
  Command command() {
    for (Flag.Given each : given) {
      each.flag().check();
    }
    Command command = onlyOne();
    List<Command> whole = command.whole();
    refuseStrangers(command, whole);
    requireNeeds(whole);
    return command;
  }

  /** One action, with what may be a part of it. */
  private Command onlyOne() {
    List<Command> asked = new ArrayList<>();
    for (Command command : commands) {
      if (command.isAsked()) {
        asked.add(command);
      }
    }
    for (Command command : asked) {
      if (command.whole().containsAll(asked)) {
        return command;
      }
    }
    if (asked.isEmpty()) {
      throw nothingAsked();
    }
    throw new UsageFailure(
        "one action a run: "
            + asked.get(0).trigger()
            + " and "
            + asked.get(1).trigger()
            + " do not go together",
        null);
  }

  private UsageFailure nothingAsked() {
    for (Flag.Given each : given) {
      List<Command> takers = takersOf(each.flag());
      if (!takers.isEmpty() && !each.flag().isHidden()) {
        return new UsageFailure(
            "there is no action: " + each.flag() + " alone does nothing",
            "It goes with " + names(takers) + ".");
      }
    }
    return new UsageFailure("there is no action", "See 'vmcaster --help'.");
  }

  private void refuseStrangers(Command command, List<Command> whole) {
    for (Flag.Given each : given) {
      Flag flag = each.flag();
      if (!flag.heading().goesWithAll() && !isTaken(flag, whole)) {
        List<Command> takers = takersOf(flag);
        throw new UsageFailure(
            flag + " does not go with " + command.trigger(),
            takers.isEmpty() ? null : "It goes with " + names(takers) + ".");
      }
    }
  }

  private static boolean isTaken(Flag flag, List<Command> whole) {
    for (Command command : whole) {
      if (command.flags().contains(flag)) {
        return true;
      }
    }
    return false;
  }

  /** A selection may stand as an action's own value, such as in {@code --image-del UUID}. */
  private static void requireNeeds(List<Command> whole) {
    for (Command command : whole) {
      for (Flag need : command.needed()) {
        if (!need.isGiven() && whole.stream().noneMatch(each -> each.names(need))) {
          throw new UsageFailure(
              command.trigger() + " needs " + need.withValue(),
              "Say which: vmcaster " + need.withValue() + " " + command.trigger().withValue());
        }
      }
    }
  }

  private List<Command> takersOf(Flag flag) {
    List<Command> takers = new ArrayList<>();
    for (Command command : commands) {
      if (command.wants(flag)) {
        takers.add(command);
      }
    }
    return takers;
  }

  private static String names(List<Command> commands) {
    List<String> names = new ArrayList<>();
    for (Command command : commands.subList(0, Math.min(MOST_NAMES, commands.size()))) {
      names.add(command.trigger().name());
    }
    return String.join(", ", names) + (commands.size() > MOST_NAMES ? " and others" : "");
  }
}
