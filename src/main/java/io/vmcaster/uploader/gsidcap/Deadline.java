package io.vmcaster.uploader.gsidcap;

import java.time.Duration;

/** The moment until which something is waited for. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos());
  }

  /** The time that is left, never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean passed() {
    return System.nanoTime() - end >= 0;
  }
}
