package io.vmcaster.cli.option;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of one command line, in the order in which they were given. */
public final class Arguments {

  private final List<Given> given;
  private final Set<Option> options = EnumSet.noneOf(Option.class);

  /** What was given. */
  public Arguments(List<Given> given) {
    this.given = List.copyOf(given);
    for (Given each : given) {
      options.add(each.option());
    }
  }

  /** Each option with its value, in order. */
  public List<Given> all() {
    return given;
  }

  /** Whether an option was given. */
  public boolean has(Option option) {
    return options.contains(option);
  }

  /** How often an option was given. */
  public int count(Option option) {
    int count = 0;
    for (Given each : given) {
      count += each.option() == option ? 1 : 0;
    }
    return count;
  }

  /** The value of an option; empty when it, or its value, was not given. */
  public Optional<String> value(Option option) {
    for (Given each : given) {
      if (each.option() == option) {
        return each.value();
      }
    }
    return Optional.empty();
  }

  /** The values of an option, in order. */
  public List<String> values(Option option) {
    List<String> values = new ArrayList<>();
    for (Given each : given) {
      if (each.option() == option) {
        values.add(each.value().orElse(""));
      }
    }
    return values;
  }

  /**
   * One option as it was given.
   *
   * @param option the option
   * @param value its value, if there was one
   */
  public record Given(Option option, Optional<String> value) {}
}
