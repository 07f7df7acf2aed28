package io.vmcaster.log;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Joins a library that uses the logging of the JDK, which by itself writes warnings to standard
 * error whatever the user asked for.
 */
public final class JavaLogging extends Handler {

  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger logger;

  private JavaLogging(Logger logger) {
    this.logger = logger;
  }

  /**
   * Takes over what a library says.
   *
   * @param name the logger that all of its loggers are under
   * @return what has to be kept as long as the library is used: the JDK forgets loggers
   */
  public static JavaLogging takeOver(String name) {
    JavaLogging taken = new JavaLogging(Logger.getLogger(name));
    for (Handler before : taken.logger.getHandlers()) {
      taken.logger.removeHandler(before);
    }
    taken.logger.setUseParentHandlers(false);
    taken.logger.setLevel(level());
    taken.logger.addHandler(taken);
    return taken;
  }

  private static java.util.logging.Level level() {
    if (RunLog.wants(Level.DEBUG)) {
      return java.util.logging.Level.FINE; // below that are the bytes of the conversation
    }
    return RunLog.isOn() ? java.util.logging.Level.WARNING : java.util.logging.Level.OFF;
  }

  @Override
  public void publish(LogRecord record) {
    boolean warning = record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue();
    RunLog.record(
        warning ? Level.WARNING : Level.DEBUG,
        String.valueOf(record.getLoggerName()),
        formatter.formatMessage(record),
        record.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
