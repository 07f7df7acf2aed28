package io.vmcaster.error;

/** The command line is impossible or unfinished; nothing was touched. */
public final class UsageFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public UsageFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public UsageFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.USAGE, message, advice, cause);
  }
}
