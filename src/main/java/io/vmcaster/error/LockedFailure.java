package io.vmcaster.error;

/** Another run holds the database, list or image that this one needs. */
public final class LockedFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public LockedFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public LockedFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.LOCKED, message, advice, cause);
  }
}
