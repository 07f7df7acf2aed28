package io.vmcaster.error;

/** The exit statuses of the program, as its manual lists them. */
public enum ExitStatus {
  /** The action was done, or there was nothing to do. */
  DONE(0, "done"),
  /** A fault in the program itself. */
  INTERNAL(1, "internal-error"),
  /** The command line is impossible or unfinished. */
  USAGE(2, "usage"),
  /** The configuration cannot be used. */
  CONFIGURATION(3, "configuration"),
  /** A list, image, endorser, key or local file is not there. */
  NOT_FOUND(4, "not-found"),
  /** A temporary failure: the same command may succeed later. */
  TEMPORARY(5, "temporary"),
  /** A server refuses a transfer for good. */
  TRANSFER(6, "transfer"),
  /** Key, certificate, endorser or signing. */
  TRUST(7, "trust"),
  /** Verification failed, or the input data is invalid. */
  INVALID(8, "invalid"),
  /** Another run holds what this one needs. */
  LOCKED(9, "locked"),
  /** The user or the system interrupted the run. */
  INTERRUPTED(130, "interrupted");

  private final int code;
  private final String label;

  ExitStatus(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The number that the process ends with. */
  public int code() {
    return code;
  }

  /** The name of this status in JSON output. */
  public String label() {
    return label;
  }
}
