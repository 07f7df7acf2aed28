package io.vmcaster.error;

/** A server, or a local target, refuses a transfer for good. */
public final class TransferFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public TransferFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public TransferFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.TRANSFER, message, advice, cause);
  }
}
