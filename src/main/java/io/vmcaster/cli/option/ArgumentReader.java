package io.vmcaster.cli.option;

import io.vmcaster.error.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a command line by the table of options, as GNU programs do: {@code --name VALUE}, {@code
 * --name=VALUE}, {@code -dVALUE}, {@code -vv}. A value that an option must have is taken whatever
 * it looks like; one that it may have is not taken when it looks like the next option.
 *
 * <p>This is not left to picocli, because loading that costs more than everything else that a small
 * command does before its database; a test holds this reader against picocli's.
 */
public final class ArgumentReader {

  private static final String SEE_HELP = "See 'vmcaster --help'.";

  private final String[] arguments;
  private final List<Arguments.Given> given = new ArrayList<>();
  private int next;

  private ArgumentReader(String[] arguments) {
    this.arguments = arguments;
  }

  /**
   * Reads a command line.
   *
   * @throws UsageFailure when an option is unknown, or lacks its value
   */
  public static Arguments read(String... arguments) {
    ArgumentReader reader = new ArgumentReader(arguments);
    while (reader.next < arguments.length) {
      reader.readOne(arguments[reader.next++]);
    }
    return new Arguments(reader.given);
  }

  private void readOne(String argument) {
    if (argument.startsWith("--") && argument.length() > 2) {
      readLong(argument);
    } else if (argument.startsWith("-") && argument.length() > 1 && !argument.equals("--")) {
      readShort(argument);
    } else if (!argument.equals("--") || next < arguments.length) {
      throw new UsageFailure("'" + argument + "' belongs to no option", SEE_HELP);
    }
  }

  private void readLong(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    Option option = Option.named(name).orElseThrow(() -> unknown(name));
    if (equals < 0) {
      given.add(new Arguments.Given(option, following(option)));
    } else if (option.arity() == Arity.NONE) {
      throw new UsageFailure(option + " takes no value", null);
    } else {
      given.add(new Arguments.Given(option, Optional.of(argument.substring(equals + 1))));
    }
  }

  /** One letter after another, until one has a value. */
  private void readShort(String argument) {
    for (int i = 1; i < argument.length(); i++) {
      String name = "-" + argument.charAt(i);
      Option option = Option.named(name).orElseThrow(() -> unknown(name));
      String rest = argument.substring(i + 1);
      if (option.arity() != Arity.NONE && !rest.isEmpty()) {
        String value = rest.startsWith("=") ? rest.substring(1) : rest;
        given.add(new Arguments.Given(option, Optional.of(value)));
        return;
      }
      given.add(new Arguments.Given(option, following(option)));
    }
  }

  private Optional<String> following(Option option) {
    if (option.arity() == Arity.REQUIRED && next >= arguments.length) {
      throw new UsageFailure(option + " lacks its value: " + option.flagWithValue(), null);
    }
    return next < arguments.length && belongs(option, arguments[next])
        ? Optional.of(arguments[next++])
        : Optional.empty();
  }

  private static boolean belongs(Option option, String argument) {
    return switch (option.arity()) {
      case NONE -> false;
      case REQUIRED -> true;
      case OPTIONAL -> argument.equals("-") || !argument.startsWith("-");
    };
  }

  private static UsageFailure unknown(String name) {
    List<String> near = Suggestions.of(name);
    return new UsageFailure(
        "there is no option '" + name + "'",
        near.isEmpty() ? SEE_HELP : "Did you mean " + String.join(" or ", near) + "?");
  }
}
