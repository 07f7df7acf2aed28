package io.vmcaster.cli.console;

import io.vmcaster.cli.console.ErrorStream.Color;
import io.vmcaster.run.Messages;

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
    note("error", advice.isEmpty() ? text : text + " " + advice);
    stream.line(NAME + stream.colored(Color.ERROR, "error:") + " " + Printable.of(text));
    if (!advice.isEmpty()) {
      stream.line(Printable.of(advice));
    }
  }

  @Override
  public void warn(String text) {
    note("warning", text);
    if (verbosity != Verbosity.QUIET) {
      stream.line(NAME + stream.colored(Color.WARNING, "warning:") + " " + Printable.of(text));
    }
  }

  @Override
  public void info(String text) {
    note("info", text);
    if (verbosity != Verbosity.QUIET) {
      stream.line(NAME + Printable.of(text));
    }
  }

  @Override
  public void detail(String text) {
    note("detail", text);
    if (verbosity == Verbosity.VERBOSE) {
      stream.line(NAME + Printable.of(text));
    }
  }

  private void note(String level, String text) {
    if (log != null) {
      log.write(level, text);
    }
  }
}
