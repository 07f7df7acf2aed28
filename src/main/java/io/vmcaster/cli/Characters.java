package io.vmcaster.cli;

import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.UsageFailure;
import java.nio.file.InvalidPathException;

/**
 * Characters outside ASCII, which Java reads from the command line, and writes in the names of
 * files, as the locale says; where it says ASCII they are lost before the program begins.
 */
final class Characters {

  private static final char LOST = '\uFFFD';
  private static final String ADVICE =
      "Set LC_ALL=C.UTF-8, or start vmcaster by its launcher, which does.";

  private Characters() {}

  /**
   * Makes sure that no argument has lost some.
   *
   * @throws UsageFailure when one has, for what would be stored is not what was meant
   */
  static void requireWhole(String... arguments) {
    for (String argument : arguments) {
      if (argument.indexOf(LOST) >= 0) {
        throw new UsageFailure(
            "'" + argument + "' has characters that cannot be read in this locale", ADVICE);
      }
    }
  }

  /** A name of a file that the locale cannot write. */
  static ConfigurationFailure unwritable(InvalidPathException e) {
    return new ConfigurationFailure(
        "a file cannot be named in this locale: " + e.getInput(), ADVICE, e);
  }
}
