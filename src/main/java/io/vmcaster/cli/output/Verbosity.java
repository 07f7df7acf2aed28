package io.vmcaster.cli.output;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Option;

/** How much is said. */
public enum Verbosity {
  /** Errors only. */
  QUIET,
  /** Warnings, and what was done. */
  NORMAL,
  /** Details, too, and what libraries warn of. */
  VERBOSE,
  /** All that libraries have to say. */
  DEBUG;

  /** What a command line asks for; more beats less when they are even. */
  public static Verbosity of(Arguments arguments) {
    int louder = arguments.count(Option.VERBOSE) - arguments.count(Option.QUIET);
    if (arguments.has(Option.DEBUG) || louder > 1) {
      return DEBUG;
    }
    if (louder > 0) {
      return VERBOSE;
    }
    return louder < 0 ? QUIET : NORMAL;
  }

  /** Whether at least as much is said. */
  public boolean reaches(Verbosity other) {
    return compareTo(other) >= 0;
  }
}
