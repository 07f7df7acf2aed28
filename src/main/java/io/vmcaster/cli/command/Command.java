package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Json;
import io.vmcaster.service.ListEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An action: the flags that ask for it, the options that it needs or takes, and what it does. */
public abstract class Command {

  /** What the command line gave, for all actions. */
  final Options options;

  private final List<Flag> triggers;
  private List<Flag> needs = List.of();
  private List<Flag> takes = List.of();
  private List<Command> parts = List.of();

  /**
   * An action.
   *
   * @param triggers the flags that ask for it; mostly one
   */
  Command(Options options, Flag... triggers) {
    this.options = options;
    this.triggers = List.of(triggers);
  }

  /** It cannot do without these, which a trigger's own value may stand in for. */
  final void needs(Flag... flags) {
    needs = List.of(flags);
  }

  /** These go with it: its own, and shared ones. */
  final void takes(Flag... flags) {
    takes = List.of(flags);
  }

  /** These may be asked for in the same run, and are a part of it then. */
  final void mayInclude(Command... commands) {
    parts = List.of(commands);
  }

  /**
   * Does what was asked for.
   *
   * @return what there is to print
   * @throws io.vmcaster.error.Failure when it cannot be done
   */
  public abstract Result run(CommandContext context);

  /** What there is to print of a change. */
  static Result done(ListEditor.Change change, CommandContext context) {
    return Result.done(
        Map.of(
            "done", Result.texts(change.steps()),
            "warnings", Result.texts(change.warnings()),
            "dry-run", Json.of(context.isDryRun())));
  }

  /** The flags that ask for it. */
  final List<Flag> triggers() {
    return triggers;
  }

  /** Whether a flag was given that asks for it. */
  final boolean isAsked() {
    return trigger().isGiven();
  }

  /** What asked for it, or would. */
  final Flag trigger() {
    for (Flag trigger : triggers) {
      if (trigger.isGiven()) {
        return trigger;
      }
    }
    return triggers.get(0);
  }

  /** Whether it is the action of that declaration of names. */
  final boolean is(String names) {
    return Flag.namesOf(names)[0].equals(trigger().names().get(0));
  }

  /** Every option that has to do with it. */
  final List<Flag> flags() {
    List<Flag> flags = new ArrayList<>(triggers);
    flags.addAll(needs);
    flags.addAll(takes);
    return flags;
  }

  /** The options that it cannot do without. */
  final List<Flag> needed() {
    return needs;
  }

  /** Whether an option goes with it, other than by asking for it. */
  final boolean wants(Flag flag) {
    return needs.contains(flag) || takes.contains(flag);
  }

  /** This action and those that were asked for as a part of it. */
  final List<Command> whole() {
    List<Command> whole = new ArrayList<>();
    whole.add(this);
    for (Command part : parts) {
      if (part.isAsked()) {
        whole.addAll(part.whole());
      }
    }
    return whole;
  }

  /** Whether its own value names what an option would select, as in {@code --image-del UUID}. */
  final boolean names(Flag selection) {
    Flag trigger = trigger();
    return trigger.isValueOptional()
        && trigger.label().equals(selection.label())
        && needs.contains(selection)
        && trigger.value().isPresent();
  }
}
