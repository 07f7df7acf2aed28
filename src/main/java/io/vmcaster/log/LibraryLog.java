package io.vmcaster.log;

/**
 * Where the records of libraries go. Libraries know only static loggers, so this is one place for
 * the whole process; without {@link #begin} they are all dropped.
 */
public final class LibraryLog {

  /** Hears what libraries say. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a record. Called by any thread.
     *
     * @param library who says it: the name of a logger, such as {@code org.hibernate.orm.boot}
     * @param text what it says, secrets masked
     */
    void record(Level level, String library, String text);
  }

  private static volatile Sink sink;

  private static volatile Level threshold;

  private LibraryLog() {}

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

  /** Whether anything is wanted. */
  static boolean isOn() {
    return sink != null;
  }

  static boolean wants(Level level) {
    return sink != null && level.reaches(threshold);
  }

  /** Passes a record on. */
  static void record(Level level, String library, String text, Throwable thrown) {
    Sink to = sink;
    if (to != null && level.reaches(threshold)) {
      to.record(level, library, Secrets.masked(thrown == null ? text : text + ": " + thrown));
    }
  }
}
