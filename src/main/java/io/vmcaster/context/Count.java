package io.vmcaster.context;

/** How many there are of something, as messages say it: {@code 1 file}, {@code 2 files}. */
public final class Count {

  private Count() {}

  /**
   * A number with what it counts.
   *
   * @param unit what it counts, in the singular; its plural ends in s
   */
  public static String of(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
