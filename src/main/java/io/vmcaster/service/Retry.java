package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import java.time.Duration;
import java.util.function.Supplier;

/** Tries again what failed for a reason that may pass by itself, with growing pauses. */
public final class Retry {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final int retries;
  private final Duration firstPause;
  private final Messages messages;

  /**
   * A policy.
   *
   * @param retries how many times to try again; 0 for never
   * @param firstPause how long to wait before the first of them; each later pause is twice as long,
   *     up to a minute
   * @param messages hears why something is tried again
   */
  public Retry(int retries, Duration firstPause, Messages messages) {
    this.retries = retries;
    this.firstPause = firstPause;
    this.messages = messages;
  }

  /** Runs the work until it succeeds, fails for good, has failed too often, or is interrupted. */
  public <T> T run(Supplier<T> work) {
    Duration pause = firstPause;
    for (int left = retries; ; left--) {
      try {
        return work.get();
      } catch (TemporaryFailure failure) {
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          throw failure;
        }
        messages.warn(failure.getMessage() + "; trying again in " + pause.toSeconds() + " s");
        sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while waiting to try again", null, e);
    }
  }
}
