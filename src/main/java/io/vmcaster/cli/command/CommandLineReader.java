package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.ArrayList;
import java.util.List;
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

  private final Environment environment;
  private final String[] arguments;
  private final Options options;
  private final List<Flag.Given> given = new ArrayList<>();
  private final ActionChoice choice;

  private CommandLineReader(Environment environment, String[] arguments, boolean whole) {
    this.environment = environment;
    this.arguments = arguments;
    this.options = new Options(environment);
    List<Command> commands = whole ? Commands.all(options) : Commands.named(arguments, options);
    parse(new CommandLine(Commands.model(options, commands, given), new NoFactory()));
    this.choice = new ActionChoice(commands, given);
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
      return choice.command();
    } catch (UsageFailure e) {
      return new CommandLineReader(environment, arguments, true).choice.command();
    }
  }

  private void parse(CommandLine line) {
    line.setExpandAtFiles(false).setInterpolateVariables(false);
    try {
      line.parseArgs(arguments);
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (MissingParameterException e) {
      Flag flag = Flag.of(e.getMissing().get(0));
      throw new UsageFailure(flag + " lacks its value: " + flag.withValue(), null, e);
    } catch (OverwrittenOptionException e) {
      throw new UsageFailure(Flag.of(e.getOverwritten()) + " is given twice", null, e);
    } catch (ParameterException e) {
      throw new UsageFailure(valueTooMuch(line.getCommandSpec(), e), null, e);
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
        Suggestions.of(name, e.getCommandLine().getCommandSpec()),
        e);
  }

  /** picocli makes no objects here. */
  private static final class NoFactory implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> kind) {
      throw new IllegalStateException("nothing is made of " + kind);
    }
  }
}
