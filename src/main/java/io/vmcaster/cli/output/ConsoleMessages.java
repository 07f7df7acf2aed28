package io.vmcaster.cli.output;

import io.vmcaster.cli.output.ErrorStream.Color;
import io.vmcaster.context.Messages;
import io.vmcaster.log.Level;
import io.vmcaster.log.RunLog;
import io.vmcaster.log.Secrets;
import java.util.Optional;

/** Says things on standard error, as much as is asked for, and notes all of it in the log. */
public final class ConsoleMessages implements Messages {

  private static final String NAME = "vmcaster: ";

  private final ErrorStream stream;
  private final Verbosity verbosity;
  private final LogFile log;

  /**
   * The messages of a run.
   *
   * @param stream where they go
   * @param verbosity how many
   * @param log gets all of them; null for none
   */
  public ConsoleMessages(ErrorStream stream, Verbosity verbosity, LogFile log) {
    this.stream = stream;
    this.verbosity = verbosity;
    this.log = log;
  }

  /** Says why the run failed, and what to do. */
  public void error(String text, String advice) {
    note(Level.ERROR, null, advice.isEmpty() ? text : text + " " + advice);
    stream.line(
        Level.ERROR, NAME + stream.colored(Color.ERROR, "error:") + " " + Printable.of(text));
    if (!advice.isEmpty()) {
      stream.line(Level.ERROR, Printable.of(advice));
    }
  }

  /** Shows where a failure comes from. */
  public void trace(Throwable thrown) {
    String text = Secrets.masked(Traces.of(thrown));
    note(Level.DEBUG, null, text);
    for (String line : text.split("\\R")) {
      String indent = line.startsWith("\t") ? "\t" : "";
      stream.line(Level.DEBUG, indent + Printable.cell(line.substring(indent.length())));
    }
  }

  @Override
  public void warn(String text) {
    note(Level.WARNING, null, text);
    if (verbosity != Verbosity.QUIET) {
      sayWarning(text);
    }
  }

  private void sayWarning(String text) {
    stream.line(
        Level.WARNING, NAME + stream.colored(Color.WARNING, "warning:") + " " + Printable.of(text));
  }

  @Override
  public void info(String text) {
    note(Level.INFO, null, text);
    if (verbosity != Verbosity.QUIET) {
      stream.line(Level.INFO, NAME + Printable.of(text));
    }
  }

  /** From now on says and notes what is logged, as far as it is asked for. */
  public void beginLog() {
    if (log != null || verbosity.reaches(Verbosity.VERBOSE)) {
      RunLog.begin(this::record, libraries());
    }
  }

  /** What is still logged is nothing to this run. */
  public void endLog() {
    if (log != null || verbosity.reaches(Verbosity.VERBOSE)) {
      RunLog.end();
    }
  }

  private Optional<Level> libraries() {
    return switch (verbosity) {
      case DEBUG -> Optional.of(Level.DEBUG);
      case VERBOSE -> Optional.of(Level.WARNING);
      case NORMAL, QUIET -> Optional.empty();
    };
  }

  private void record(Level level, String logger, String text) {
    boolean isOurs = RunLog.isOurs(logger);
    boolean isShown = verbosity.reaches(Verbosity.VERBOSE);
    note(level, isOurs ? null : logger, text);
    if (isShown && level == Level.WARNING) {
      sayWarning(logger + ": " + text);
    } else if (isShown) {
      stream.line(level, NAME + (isOurs ? "" : logger + ": ") + Printable.of(text));
    }
  }

  private void note(Level level, String library, String text) {
    String complaint = log == null ? null : log.write(level, library, text);
    if (complaint != null && verbosity != Verbosity.QUIET) {
      sayWarning("the log file cannot be written any more: " + complaint);
    }
  }

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
}
