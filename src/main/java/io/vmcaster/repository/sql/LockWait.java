package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Waits for a lock, and says for whom. */
final class LockWait {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private LockWait() {}

  /**
   * Tries until it has the lock.
   *
   * @param wait how long to wait for another run
   * @param attempt gives the lock; null while another has it
   * @param held what is held, and by whom, in words
   * @throws LockedFailure when the wait is over
   */
  static <T> T acquire(
      Duration wait, Messages messages, Supplier<T> attempt, Supplier<String> held) {
    Instant start = Instant.now();
    boolean told = false;
    T lock = attempt.get();
    while (lock == null) {
      Instant now = Instant.now();
      if (now.isAfter(start.plus(wait))) {
        throw new LockedFailure(held.get());
      }
      if (!told && now.isAfter(start.plus(SILENCE))) {
        messages.info("waiting: " + held.get());
        told = true;
      }
      sleep();
      lock = attempt.get();
    }
    return lock;
  }

  /** That an item is held. */
  static String held(Item item, String holder) {
    return item.kind().label() + " " + item + " is held by " + holder;
  }

  /** Who this run is, for others that wait. */
  static String holder(String purpose) {
    return purpose + " by process " + Environment.processId() + " on " + Environment.host();
  }

  private static void sleep() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while waiting for a lock", e);
    }
  }
}
