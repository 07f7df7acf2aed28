package io.vmcaster.error;

/** The user or the system interrupted the run. */
public final class InterruptedFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public InterruptedFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public InterruptedFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.INTERRUPTED, message, advice, cause);
  }
}
