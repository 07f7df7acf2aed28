package io.vmcaster.error;

/** Data that was read is invalid, or does not verify. */
public final class InvalidDataFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public InvalidDataFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public InvalidDataFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.INVALID, message, advice, cause);
  }
}
