package io.vmcaster.cli.option;

import io.vmcaster.error.UsageFailure;

/** Reads the whole numbers of a command line. */
public final class Numbers {

  private Numbers() {}

  /**
   * Reads a number.
   *
   * @param name what it is given as, for the message
   * @throws UsageFailure when it is none, or out of bounds
   */
  public static int parse(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, in the same words
    }
    throw new UsageFailure(
        name + " is '" + text + "', not a whole number from " + least + " to " + most, null);
  }
}
