package io.vmcaster.testing;

import io.vmcaster.error.Failure.TemporaryFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long tests wait for what comes for certain unless something is broken: far longer than the
 * slowest machine takes, for it costs nothing where all is well.
 */
public final class Patience {

  /** In seconds, for annotations. */
  public static final long SECONDS = 300;

  /** The same. */
  public static final Duration LONG = Duration.ofSeconds(SECONDS);

  private static final int PAUSE_MILLIS = 10;
  private static final int MOST_TRIES = 30;

  private Patience() {}

  /** Something that can be asked again and again. */
  @FunctionalInterface
  public interface Question {
    boolean ask() throws IOException, InterruptedException;
  }

  /** Asks until the answer is yes, and rests in between; says whether it was. */
  public static boolean until(Question question) throws IOException {
    long end = System.nanoTime() + LONG.toNanos();
    try {
      while (!question.ask()) {
        if (System.nanoTime() > end) {
          return false;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /**
   * Tries again after a temporary failure: where answers are given little time, for that is what is
   * tested, an honest one may be late.
   */
  public static <T> T despiteDelays(Supplier<T> attempt) {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.get();
      } catch (TemporaryFailure late) {
        if (tries == MOST_TRIES) {
          throw late;
        }
      }
    }
  }
}
