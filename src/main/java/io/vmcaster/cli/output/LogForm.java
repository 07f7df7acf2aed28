package io.vmcaster.cli.output;

import io.vmcaster.error.UsageFailure;

/** The form of the lines of a log. */
public enum LogForm {
  /** A time, a level, a text. */
  TEXT,
  /** A JSON object a line. */
  JSON,
  /** As RFC 5424 has it, for whatever collects syslog. */
  SYSLOG;

  /**
   * The form that {@code --log-format} names.
   *
   * @throws UsageFailure when it names none
   */
  public static LogForm named(String name) {
    return switch (name) {
      case "text" -> TEXT;
      case "json" -> JSON;
      case "syslog" -> SYSLOG;
      default ->
          throw new UsageFailure(
              "--log-format is '" + name + "', neither text nor json nor syslog", null);
    };
  }
}
