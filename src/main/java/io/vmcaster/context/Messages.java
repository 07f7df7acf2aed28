package io.vmcaster.context;

/**
 * Where a run says to the user what it does. All of it goes to standard error, never among the
 * data. What only helps to find out why something went wrong is logged (SLF4J, at level debug).
 */
public interface Messages {

  /** Something the user should know and may have to act on. */
  void warn(String text);

  /** What is being done, or was; one line. */
  void info(String text);

  /** Drops everything. */
  Messages SILENT =
      new Messages() {
        @Override
        public void warn(String text) {}

        @Override
        public void info(String text) {}
      };

  /**
   * A number with what it counts, as every message says it: {@code 1 file}, {@code 2 files}.
   *
   * @param unit what it counts, in the singular; its plural ends in s
   */
  static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
