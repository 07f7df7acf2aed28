package io.vmcaster.error;

import java.util.Optional;

/**
 * A failure that a user can meet. The message says what was tried, on what and why it failed, in
 * one sentence without class names; the advice says what to do next.
 */
public abstract sealed class Failure extends RuntimeException
    permits UsageFailure,
        ConfigurationFailure,
        NotFoundFailure,
        TemporaryFailure,
        TransferFailure,
        TrustFailure,
        InvalidDataFailure,
        LockedFailure,
        InterruptedFailure {

  /** In characters: more than a screen. */
  private static final int LONGEST = 8000;

  private final ExitStatus status;
  private final String advice;

  Failure(ExitStatus status, String message, String advice, Throwable cause) {
    super(message == null ? null : shortened(message), cause);
    this.status = status;
    this.advice = advice;
  }

  /** What a message quotes may come from outside, and be of any length. */
  private static String shortened(String message) {
    int length = message.length();
    return length <= LONGEST
        ? message
        : message.substring(0, LONGEST / 2)
            + " ... ("
            + length
            + " characters) ... "
            + message.substring(length - LONGEST / 4);
  }

  /** How the process ends. */
  public ExitStatus status() {
    return status;
  }

  /** What the user can do next; empty when the message already says it. */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
