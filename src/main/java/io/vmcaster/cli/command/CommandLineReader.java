package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads a command line with picocli. First with the actions alone that it names; when that fails,
 * with all of them, so that the failure says what would be right.
 */
public final class CommandLineReader {

  static {
    // else picocli opens every jar in search of Groovy, and makes converters of thirty types
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", "java.*");
  }

  private static final int MOST_NAMES = 6;
  private static final int MOST_SUGGESTIONS = 3;

  private final Environment environment;
  private final String[] arguments;
  private final boolean whole;
  private final Options options;
  private final List<Flag.Given> given = new ArrayList<>();
  private final List<Command> commands;

  private CommandLineReader(Environment environment, String[] arguments, boolean whole) {
    this.environment = environment;
    this.arguments = arguments;
    this.whole = whole;
    this.options = new Options(environment);
    this.commands = whole ? Commands.all(options) : Commands.named(arguments, options);
    parse(new CommandLine(Commands.model(options, commands, given), new NoFactory()));
  }

  /**
   * Reads a command line.
   *
   * @throws UsageFailure when an option is unknown, or lacks its value
   */
  public static CommandLineReader read(Environment environment, String... arguments) {
    try {
      return new CommandLineReader(environment, arguments, false);
    } catch (UsageFailure e) {
      return new CommandLineReader(environment, arguments, true);
    }
  }

  /** The options that were given. */
  public Options options() {
    return options;
  }

  /** What was given, in order. */
  List<Flag.Given> given() {
    return given;
  }

  /**
   * The action that is asked for.
   *
   * @throws UsageFailure when it is impossible or unfinished, naming what is too much or missing
   */
  public Command command() {
    try {
      return choose();
    } catch (UsageFailure e) {
      return new CommandLineReader(environment, arguments, true).choose();
    }
  }

  /** The one action, when all options go with it. */
  private Command choose() {
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
        "one action a run: %s and %s do not go together"
            .formatted(asked.get(0).trigger(), asked.get(1).trigger()),
        null);
  }

  private UsageFailure nothingAsked() {
    for (Flag.Given each : given) {
      String takers = takers(each.flag());
      if (takers != null && !each.flag().isHidden()) {
        if (each.looksForgotten()) {
          return lacksValue(each);
        }
        return new UsageFailure(
            "there is no action: " + each.flag() + " alone does nothing", takers);
      }
    }
    return new UsageFailure("there is no action", "See 'vmcaster --help'.");
  }

  private static UsageFailure lacksValue(Flag flag, String advice, Throwable... cause) {
    return new UsageFailure(flag + " lacks its value: " + flag.withValue(), advice, cause);
  }

  private static UsageFailure lacksValue(Flag.Given taken, Throwable... cause) {
    return lacksValue(
        taken.flag(),
        "'%s' was taken for it. If it is the value, write %s=%s."
            .formatted(taken.value(), taken.flag(), taken.value()),
        cause);
  }

  /** The first whose value was forgotten, so that the option behind it was taken for that. */
  private Optional<Flag.Given> forgotten(CommandSpec model, boolean texts) {
    return given.stream()
        .filter(each -> each.looksForgotten() && (texts || !each.isText()))
        .filter(each -> !whole || model.findOption(each.value().replaceFirst("=.*", "")) != null)
        .findFirst();
  }

  private void refuseStrangers(Command command, List<Command> whole) {
    for (Flag.Given each : given) {
      Flag flag = each.flag();
      if (!flag.heading().goesWithAll() && !isTaken(flag, whole)) {
        throw new UsageFailure(flag + " does not go with " + command.trigger(), takers(flag));
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

  /** Which actions an option goes with, as advice; null when there are none. */
  private String takers(Flag flag) {
    List<String> names =
        commands.stream()
            .filter(command -> command.wants(flag))
            .map(command -> command.trigger().name())
            .toList();
    if (names.isEmpty()) {
      return null;
    }
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return "It goes with " + shown + (names.size() > MOST_NAMES ? " and others." : ".");
  }

  private void parse(CommandLine line) {
    line.setExpandAtFiles(false).setInterpolateVariables(false);
    try {
      line.parseArgs(arguments);
    } catch (UnmatchedArgumentException e) {
      throw forgotten(line.getCommandSpec(), true)
          .filter(each -> !e.isUnknownOption())
          .map(each -> lacksValue(each, e))
          .orElseGet(() -> unmatched(e));
    } catch (MissingParameterException e) {
      throw lacksValue(Flag.of(e.getMissing().get(0)), null, e);
    } catch (OverwrittenOptionException e) {
      throw new UsageFailure(Flag.of(e.getOverwritten()) + " is given twice", null, e);
    } catch (ParameterException e) {
      throw new UsageFailure(valueTooMuch(line.getCommandSpec(), e), null, e);
    }
    Optional<Flag.Given> forgotten = forgotten(line.getCommandSpec(), false);
    if (forgotten.isPresent()) {
      throw lacksValue(forgotten.get());
    }
  }

  /** picocli does not say of which option, but in a sentence. */
  private String valueTooMuch(CommandSpec model, ParameterException e) {
    for (String argument : arguments) {
      OptionSpec option =
          model.findOption(argument.substring(0, Math.max(0, argument.indexOf('='))));
      if (option != null && option.arity().max() == 0) {
        return Flag.of(option) + " takes no value";
      }
    }
    return e.getMessage();
  }

  private UsageFailure unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().get(0);
    if (!e.isUnknownOption()) {
      return new UsageFailure(
          "'" + argument + "' belongs to no option", "See 'vmcaster --help'.", e);
    }
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    return new UsageFailure(
        "there is no option '" + name + "'",
        suggestions(name, e.getCommandLine().getCommandSpec()),
        e);
  }

  /**
   * Advice that names the nearest options, or the help when none is near. picocli knows those alone
   * that begin with the same letters.
   */
  private static String suggestions(String name, CommandSpec model) {
    int limit = Math.max(2, name.length() / 4);
    for (int distance = 1; distance <= limit; distance++) {
      List<String> near = at(distance, name, model);
      if (!near.isEmpty()) {
        return "Did you mean " + String.join(" or ", near) + "?";
      }
    }
    return "See 'vmcaster --help'.";
  }

  private static List<String> at(int distance, String name, CommandSpec model) {
    List<String> found = new ArrayList<>();
    for (OptionSpec option : model.options()) {
      Flag flag = Flag.of(option);
      if (!flag.isHidden()
          && found.size() < MOST_SUGGESTIONS
          && distance(name, flag.name()) == distance) {
        found.add(flag.name());
      }
    }
    return found;
  }

  /** How many letters must be added, taken away or changed. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }

  /** picocli makes no objects here. */
  private static final class NoFactory implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> kind) {
      throw new IllegalStateException("nothing is made of " + kind);
    }
  }
}
