package io.vmcaster.cli.output;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Secrets;
import io.vmcaster.log.RunLog;
import io.vmcaster.log.RunLog.Level;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says things on standard error, as much as is asked for, and notes all of it in the log. A bar of
 * progress is one unfinished line, which is wiped before anything else is said.
 */
public final class ConsoleMessages implements Messages {

  private static final String NAME = "vmcaster: ";
  private static final Path ERRORS = Path.of("/proc/self/fd/2");

  private final PrintStream out;
  private final boolean terminal;
  private final boolean color;
  private boolean marked;
  private int columns = 80;
  private int shown;
  private Verbosity verbosity = Verbosity.NORMAL;
  private LogFile log;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * The messages of a run.
   *
   * @param out where they go
   * @param terminal whether that is a terminal
   * @param color whether colours are welcome
   */
  ConsoleMessages(PrintStream out, boolean terminal, boolean color) {
    this.out = out;
    this.terminal = terminal;
    this.color = color && terminal;
  }

  /**
   * Standard error as the environment wants it. A dumb terminal can neither colour nor go back on
   * its line; to it, it is as to a file.
   */
  public static ConsoleMessages of(PrintStream err, boolean terminal, Environment environment) {
    boolean able = terminal && !environment.get("TERM").equals(Optional.of("dumb"));
    boolean color = environment.get("NO_COLOR").isEmpty();
    ConsoleMessages messages = new ConsoleMessages(err, able, color);
    String columns = environment.get("COLUMNS").orElse("");
    if (columns.matches("[1-9][0-9]{0,3}")) {
      messages.columns = Integer.parseInt(columns);
    }
    messages.marked =
        environment.get("JOURNAL_STREAM").filter(ConsoleMessages::isStandardError).isPresent();
    return messages;
  }

  /**
   * Whether systemd's journal reads it, which understands {@code <4>} before a line: {@code
   * JOURNAL_STREAM} names the device and inode that services begin with (systemd.exec(5)), and
   * standard error may have been sent elsewhere since.
   */
  private static boolean isStandardError(String stream) {
    try {
      return stream.equals(
          Files.getAttribute(ERRORS, "unix:dev") + ":" + Files.getAttribute(ERRORS, "unix:ino"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // no such directory here: the safe answer
    }
  }

  /** From now on each line begins with its severity, as systemd's journal reads it. */
  public void mark() {
    marked = true;
  }

  /** From now on all of them are noted in a log, too. */
  public void noteIn(LogFile file) {
    log = file;
  }

  /** From now on as much is said. */
  public void say(Verbosity much) {
    verbosity = much;
  }

  /** Whether nothing but errors is said. */
  boolean isQuiet() {
    return verbosity == Verbosity.QUIET;
  }

  /** Whether they are read at a terminal. */
  boolean terminal() {
    return terminal;
  }

  /** Says why the run failed, and what to do. */
  public void error(String text, String advice) {
    note(Level.ERROR, null, advice.isEmpty() ? text : text + " " + advice);
    line(Level.ERROR, NAME + colored("1;31", "error:") + " " + Terminal.printable(text));
    if (!advice.isEmpty()) {
      line(Level.ERROR, Terminal.printable(advice));
    }
  }

  /** Shows where a failure comes from. */
  public void trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String text = Secrets.maskedInLog(trace.toString().stripTrailing());
    note(Level.DEBUG, null, text);
    for (String line : text.split("\\R")) {
      String indent = line.startsWith("\t") ? "\t" : "";
      line(Level.DEBUG, indent + Terminal.cell(line.substring(indent.length())));
    }
  }

  /** Once: what is tried again comes upon the same; the log has each time. */
  @Override
  public void warn(String text) {
    note(Level.WARNING, null, text);
    if (verbosity != Verbosity.QUIET && warned.add(text)) {
      sayWarning(text);
    }
  }

  private void sayWarning(String text) {
    line(Level.WARNING, NAME + colored("33", "warning:") + " " + Terminal.printable(text));
  }

  @Override
  public void info(String text) {
    note(Level.INFO, null, text);
    if (verbosity != Verbosity.QUIET) {
      line(Level.INFO, NAME + Terminal.printable(text));
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
      line(level, NAME + (isOurs ? "" : logger + ": ") + Terminal.printable(text));
    }
  }

  private void note(Level level, String library, String text) {
    String reason = log == null ? null : log.write(level, library, text);
    if (reason != null && verbosity != Verbosity.QUIET) {
      sayWarning("the log file cannot be written any more: " + reason);
    }
  }

  /** Says a line, or several. */
  synchronized void line(Level level, String text) {
    wipe();
    out.println(marked ? marked(level, text) : text);
    out.flush();
  }

  private static String marked(Level level, String text) {
    String mark = "<" + level.severity() + ">";
    return mark + text.replace("\n", "\n" + mark);
  }

  /** Shows a line that the next one replaces; only on a terminal. */
  synchronized void passing(String whole) {
    String text = whole.substring(0, Math.min(whole.length(), columns - 1));
    out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
    out.flush();
    shown = text.length();
  }

  /** Takes the passing line away. */
  synchronized void wipe() {
    if (shown > 0) {
      out.print("\r" + " ".repeat(shown) + "\r");
      shown = 0;
    }
  }

  /** The text in a colour, where colours are welcome. */
  private String colored(String code, String text) {
    return color && !marked ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
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
