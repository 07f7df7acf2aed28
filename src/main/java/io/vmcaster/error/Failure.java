package io.vmcaster.error;

import java.util.Optional;

/**
 * A failure that a user can meet. The message says what was tried, on what and why it failed, in
 * one sentence without class names; the advice says what to do next, and is null when the message
 * says it already. A cause, which a library reported, is shown with {@code --debug} only.
 */
public abstract sealed class Failure extends RuntimeException {

  /** In characters: more than a screen. */
  private static final int LONGEST = 8000;

  private final ExitStatus status;
  private final String advice;

  private Failure(ExitStatus status, String message, String advice, Throwable... cause) {
    super(message == null ? null : shortened(message), cause.length == 0 ? null : cause[0]);
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

  /** The exception itself or the first of its causes that is of a kind; empty without one. */
  public static <T> Optional<T> cause(Throwable e, Class<T> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }

  /** What the last cause of an exception says. */
  public static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** The command line is impossible or unfinished; nothing was touched. */
  public static final class UsageFailure extends Failure {
    public UsageFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.USAGE, message, advice, cause);
    }
  }

  /** The configuration, or an environment that stands in for it, cannot be used. */
  public static final class ConfigurationFailure extends Failure {
    public ConfigurationFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.CONFIGURATION, message, advice, cause);
    }
  }

  /** A list, image, endorser, key or local file is not there. */
  public static final class NotFoundFailure extends Failure {
    public NotFoundFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.NOT_FOUND, message, advice, cause);
    }
  }

  /** The user or the system interrupted the run, and knows why: there is no advice. */
  public static final class InterruptedFailure extends Failure {
    public InterruptedFailure(String message, Throwable... cause) {
      super(ExitStatus.INTERRUPTED, message, null, cause);
    }
  }

  /** A failure that may pass by itself: a silent server, a dropped connection, a full disk. */
  public static final class TemporaryFailure extends Failure {
    public TemporaryFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.TEMPORARY, message, advice, cause);
    }
  }

  /** Another run holds the database, list or image that this one needs; what to do is the same. */
  public static final class LockedFailure extends Failure {

    private static final String ADVICE =
        "Try again when it is done, or wait longer with --lock-wait SECONDS.";

    public LockedFailure(String message, Throwable... cause) {
      super(ExitStatus.LOCKED, message, ADVICE, cause);
    }
  }

  /** A server, or a local target, refuses a transfer for good. */
  public static final class TransferFailure extends Failure {
    public TransferFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.TRANSFER, message, advice, cause);
    }
  }

  /** Key, certificate, passphrase, endorser or signing. */
  public static final class TrustFailure extends Failure {
    public TrustFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.TRUST, message, advice, cause);
    }
  }

  /** Data that was read is invalid, or does not verify. */
  public static final class InvalidDataFailure extends Failure {
    public InvalidDataFailure(String message, String advice, Throwable... cause) {
      super(ExitStatus.INVALID, message, advice, cause);
    }
  }
}
