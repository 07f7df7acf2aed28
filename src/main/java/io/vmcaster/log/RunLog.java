package io.vmcaster.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.context.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Where all records go, those of libraries and our own: SLF4J's and those of the JDK's logging,
 * which is under it. Loggers are static, so this is one place for the whole process; without {@link
 * #begin} all records are dropped.
 */
public final class RunLog extends Handler {

  /** Receives what is logged. */
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

  private final Formatter formatter = new SimpleFormatter();

  /** For the JDK's logging, which makes one as it is configured. */
  public RunLog() {}

  /**
   * Has libraries say nothing until {@link #begin}: by itself the JDK's logging writes to standard
   * error. The JDK makes one when the first class logs, which happens in few runs; those do not
   * load the handler for it.
   */
  public static final class Silent {
    /** With our own level, which is then there to be changed for loggers that exist by then. */
    private static final String CONFIGURATION = ".level = OFF\nio.vmcaster.level = OFF";

    /** For the JDK's logging. */
    public Silent() throws IOException {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(UTF_8)));
    }
  }

  /**
   * From now on records go to the sink: what our own classes say, and of libraries what matters.
   *
   * @param libraries the least that is wanted of libraries; empty for nothing
   */
  public static void begin(Sink to, Optional<Level> libraries) {
    // finer records hold bytes and values
    configure(libraries.map(level -> level == Level.DEBUG ? "FINE" : "WARNING").orElse("OFF"));
    System.setProperty("slf4j.provider", "org.slf4j.jul.JULServiceProvider");
    sink = to;
  }

  /** From now on records are dropped. */
  public static void end() {
    sink = null;
  }

  private static void configure(String libraries) {
    String properties =
        "handlers = io.vmcaster.log.RunLog\n.level = " + libraries + "\nio.vmcaster.level = FINE\n";
    try {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(properties.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in memory
    }
  }

  /** Whether a logger is one of the program's own classes. */
  public static boolean isOurs(String logger) {
    return logger.startsWith(OURS);
  }

  /** What a library calls an error need not be one of the run, which says so itself. */
  private static Level level(LogRecord record, String logger) {
    if (record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
      return Level.WARNING;
    }
    return isOurs(logger) ? Level.DETAIL : Level.DEBUG;
  }

  @Override
  public void publish(LogRecord record) {
    Sink to = sink;
    if (to != null) {
      String logger = String.valueOf(record.getLoggerName());
      String text = formatter.formatMessage(record);
      Throwable thrown = record.getThrown();
      to.record(
          level(record, logger),
          logger,
          Secrets.maskedInLog(thrown == null ? text : text + ": " + thrown));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** How much a line of the log matters. */
  public enum Level {
    /** The run failed. */
    ERROR("error", 3),
    /** Somebody may have to act. */
    WARNING("warning", 4),
    /** What was done. */
    INFO("info", 6),
    /** What helps to find out why something went wrong. */
    DETAIL("detail", 7),
    /** What helps to find a fault in the program. */
    DEBUG("debug", 7);

    private final String label;
    private final int severity;

    Level(String label, int severity) {
      this.label = label;
      this.severity = severity;
    }

    /** Its name in a log. */
    public String label() {
      return label;
    }

    /** Its severity as syslog has it (RFC 5424, 6.2.1): from 0, the worst, to 7. */
    public int severity() {
      return severity;
    }
  }
}
