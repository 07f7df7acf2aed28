package io.vmcaster.log;

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
