package io.vmcaster.signing;

import java.util.Optional;

/** A message is not acceptable; the text completes "the message is refused: ...". */
final class Refused extends Exception {

  private static final long serialVersionUID = 1L;

  private final String advice;

  Refused(String reason) {
    this(reason, (Throwable) null);
  }

  Refused(String reason, Throwable cause) {
    super(reason, cause);
    this.advice = null;
  }

  Refused(String reason, String advice) {
    super(reason);
    this.advice = advice;
  }

  /** What to do about it, when that is more than to get the message again. */
  Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
