package io.vmcaster.fetch;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** Notices a server that moves a byte now and then, and so is never silent and never done. */
public final class Pace {
  /** In bytes a second. */
  public static final int SLOWEST = 1000;

  private final Duration span;
  private long since = System.nanoTime();
  private long bytes;

  /**
   * Begins now.
   *
   * @param span how long it is looked at before it is judged, again and again
   */
  public Pace(Duration span) {
    this.span = span;
  }

  /** How long so many bytes may take at least: for one step. */
  public static Duration longest(long bytes, Duration span) {
    return span.plusSeconds(bytes / SLOWEST);
  }

  /**
   * Some bytes have moved.
   *
   * @throws SocketTimeoutException when they were too few for the time
   */
  public void moved(int count) throws SocketTimeoutException {
    bytes += count;
    long passed = System.nanoTime() - since;
    if (passed < span.toNanos()) {
      return;
    }
    if (bytes < SLOWEST * (passed / 1e9)) {
      throw new SocketTimeoutException("less than " + SLOWEST + " bytes a second");
    }
    since = System.nanoTime();
    bytes = 0;
  }
}
