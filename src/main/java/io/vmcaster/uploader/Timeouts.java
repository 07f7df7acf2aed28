package io.vmcaster.uploader;

import java.time.Duration;

/**
 * How long each step may take.
 *
 * @param connect to reach one address of a host
 * @param answer for the door or a pool to answer an ordinary question
 * @param open for the door to find a pool; it may queue
 * @param stall without one byte moved on the data connection
 * @param finish for the last answer, which comes when the pool has checked the whole file
 */
public record Timeouts(
    Duration connect, Duration answer, Duration open, Duration stall, Duration finish) {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(20);
  private static final Duration LONGEST_FINISH = Duration.ofMinutes(50);
  private static final long SLOWEST_CHECK = 10_000_000;

  /** The times that follow from a section's timeout for each answer. */
  public static Timeouts of(Duration answer) {
    return new Timeouts(
        shorter(answer, LONGEST_CONNECT),
        answer,
        answer.multipliedBy(5),
        answer.multipliedBy(2),
        shorter(answer.multipliedBy(10), LONGEST_FINISH));
  }

  /** How long the pool may take to check a file: longer when it is large. */
  public Duration finish(long bytes) {
    return shorter(finish.plusSeconds(bytes / SLOWEST_CHECK), LONGEST_FINISH);
  }

  /** The same, but no answer is waited for any longer than this. */
  public Timeouts atMost(Duration longest) {
    return of(shorter(answer, longest));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
