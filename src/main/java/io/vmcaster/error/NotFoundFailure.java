package io.vmcaster.error;

/** A list, image, endorser, key or local file is not there. */
public final class NotFoundFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public NotFoundFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public NotFoundFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.NOT_FOUND, message, advice, cause);
  }
}
