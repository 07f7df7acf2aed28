package io.vmcaster.cli.option;

import io.vmcaster.failure.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Reads a command line with picocli, from a model that is made of the table of options. */
public final class ArgumentReader {

  private static final String SEE_HELP = "See 'vmcaster --help'.";

  private final List<Arguments.Given> given = new ArrayList<>();

  private ArgumentReader() {}

  /**
   * Reads a command line.
   *
   * @throws UsageFailure when an option is unknown, or lacks its value
   */
  public static Arguments read(String... arguments) {
    ArgumentReader reader = new ArgumentReader();
    CommandLine commandLine = new CommandLine(reader.model());
    commandLine.setExpandAtFiles(false);
    commandLine.setOverwrittenOptionsAllowed(true);
    try {
      commandLine.parseArgs(arguments);
    } catch (CommandLine.UnmatchedArgumentException e) {
      throw unknown(e);
    } catch (CommandLine.ParameterException e) {
      throw refused(e);
    }
    return new Arguments(reader.given);
  }

  private CommandSpec model() {
    CommandSpec spec = CommandSpec.create().name("vmcaster");
    for (Option option : Option.all()) {
      spec.addOption(model(option, option.names(), option.hidden()));
      if (option.laterNames().length > 0) {
        spec.addOption(model(option, option.laterNames(), true));
      }
    }
    return spec;
  }

  private OptionSpec model(Option option, String[] names, boolean hidden) {
    String first = names[0];
    OptionSpec.Builder builder = OptionSpec.builder(first, rest(names)).hidden(hidden);
    if (option.arity() == Arity.NONE) {
      return builder.arity("0").type(boolean.class).setter(new Noted(option)).build();
    }
    return builder
        .arity("1")
        .type(String.class)
        .paramLabel(option.label())
        .parameterConsumer(new TakingValue(option))
        .build();
  }

  private static String[] rest(String[] names) {
    String[] rest = new String[names.length - 1];
    System.arraycopy(names, 1, rest, 0, rest.length);
    return rest;
  }

  private static UsageFailure unknown(CommandLine.UnmatchedArgumentException e) {
    String argument = e.getUnmatched().get(0);
    if (!argument.startsWith("-")) {
      return new UsageFailure("'" + argument + "' belongs to no option", SEE_HELP, e);
    }
    List<String> near = Suggestions.of(argument);
    return new UsageFailure(
        "there is no option '" + argument + "'",
        near.isEmpty() ? SEE_HELP : "Did you mean " + String.join(" or ", near) + "?",
        e);
  }

  /** What the consumers below throw comes back inside picocli's own exception. */
  private static UsageFailure refused(CommandLine.ParameterException e) {
    return e.getCause() instanceof UsageFailure cause
        ? cause
        : new UsageFailure(String.valueOf(e.getMessage()), SEE_HELP, e);
  }

  /** Takes the value of one option, whatever it looks like. */
  private final class TakingValue implements IParameterConsumer {
    private final Option option;

    TakingValue(Option option) {
      this.option = option;
    }

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec spec, CommandSpec command) {
      given.add(new Arguments.Given(option, takeValue(arguments)));
    }

    private Optional<String> takeValue(Stack<String> arguments) {
      if (option.arity() == Arity.REQUIRED && arguments.isEmpty()) {
        throw new UsageFailure(option.flag() + " lacks its value: " + option.flagWithValue(), null);
      }
      return arguments.isEmpty() || !belongs(arguments.peek())
          ? Optional.empty()
          : Optional.of(arguments.pop());
    }

    private boolean belongs(String next) {
      return option.arity() == Arity.REQUIRED || next.equals("-") || !next.startsWith("-");
    }
  }

  /** Notes an option without a value. */
  private final class Noted implements CommandLine.Model.ISetter {
    private final Option option;

    Noted(Option option) {
      this.option = option;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's own signature
    public <T> T set(T value) {
      if (Boolean.TRUE.equals(value)) { // picocli also sets the initial value
        given.add(new Arguments.Given(option, Optional.empty()));
      }
      return null;
    }
  }
}
