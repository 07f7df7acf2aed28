package io.vmcaster.error;

/** A failure that may pass by itself: a silent server, a dropped connection, a full disk. */
public final class TemporaryFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public TemporaryFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public TemporaryFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.TEMPORARY, message, advice, cause);
  }
}
