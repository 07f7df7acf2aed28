package io.vmcaster.log;

/**
 * Where the records of SLF4J's loggers go, those of libraries and our own. Loggers are static, so
 * this is one place for the whole process; without {@link #begin} all records are dropped.
 */
public final class RunLog {

  /** Hears what is logged. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a record. Called by any thread.
     *
     * @param logger who says it, such as {@code org.hibernate.orm.boot}
     * @param text what it says, secrets masked
     */
    void record(Level level, String logger, String text);
  }

  private static final String OURS = "io.vmcaster.";

  private static volatile Sink sink;

  private static volatile Level threshold;

  private RunLog() {}

  /**
   * From now on records go to the sink. Loggers that libraries already hold may stay silent, so
   * this comes before anything else of a run.
   *
   * @param least what matters less is dropped
   */
  public static void begin(Sink to, Level least) {
    threshold = least;
    sink = to;
  }

  /** From now on records are dropped. */
  public static void end() {
    sink = null;
  }

  /** Whether a logger is one of the program's own classes. */
  public static boolean isOurs(String logger) {
    return logger.startsWith(OURS);
  }

  /** Whether anything is wanted. */
  static boolean isOn() {
    return sink != null;
  }

  static boolean wants(Level level) {
    return sink != null && level.reaches(threshold);
  }

  /** Passes a record on. */
  static void record(Level level, String logger, String text, Throwable thrown) {
    Sink to = sink;
    if (to != null && level.reaches(threshold)) {
      to.record(level, logger, Secrets.masked(thrown == null ? text : text + ": " + thrown));
    }
  }
}
