package io.vmcaster.cli.output;

import io.vmcaster.context.Environment;
import io.vmcaster.log.Level;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Standard error, shared by messages and progress: a bar is one unfinished line, which is wiped
 * before anything else is said.
 */
public final class ErrorStream {

  private final PrintStream out;
  private final boolean terminal;
  private final boolean color;
  private boolean marked;
  private int columns = 80;
  private int shown;

  /**
   * The stream.
   *
   * @param out where it goes
   * @param terminal whether that is a terminal
   * @param color whether colours are welcome
   */
  ErrorStream(PrintStream out, boolean terminal, boolean color) {
    this.out = out;
    this.terminal = terminal;
    this.color = color && terminal;
  }

  /**
   * Standard error as the environment wants it. A dumb terminal can neither colour nor go back on
   * its line; to it, it is as to a file.
   */
  public static ErrorStream of(PrintStream err, boolean terminal, Environment environment) {
    boolean able = terminal && !environment.get("TERM").equals(Optional.of("dumb"));
    ErrorStream errors = new ErrorStream(err, able, environment.get("NO_COLOR").isEmpty());
    String columns = environment.get("COLUMNS").orElse("");
    if (columns.matches("[1-9][0-9]{0,3}")) {
      errors.columns = Integer.parseInt(columns);
    }
    if (environment.get("JOURNAL_STREAM").isPresent() && Journal.reads(environment)) {
      errors.mark();
    }
    return errors;
  }

  /** Whether it is a terminal. */
  boolean terminal() {
    return terminal;
  }

  /** From now on each line begins with its severity, as systemd's journal reads it. */
  public void mark() {
    marked = true;
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
  String colored(Color color, String text) {
    return this.color && !marked ? "\u001b[" + color.code + "m" + text + "\u001b[0m" : text;
  }

  /** The colours. */
  enum Color {
    ERROR("1;31"),
    WARNING("33");

    private final String code;

    Color(String code) {
      this.code = code;
    }
  }
}
