package io.vmcaster.cli.output;

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

  /** Whether at least as much is said. */
  public boolean reaches(Verbosity other) {
    return compareTo(other) >= 0;
  }
}
