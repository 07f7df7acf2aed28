package io.vmcaster.cli;

import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.error.ExitStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens when the user or the system ends the run early: the work is interrupted, may clean
 * up for a while, and the process ends with the status for it.
 */
public final class Interruption {

  private static final long CLEAN_UP_SECONDS = 10;

  private final CountDownLatch over = new CountDownLatch(1);
  private final InputWait waiting;
  private volatile boolean requested;

  /** Nothing interrupts by itself; see {@link #watch}. */
  public Interruption(InputWait waiting) {
    this.waiting = waiting;
  }

  /**
   * Watches for signals from now on; the calling thread is the one that works.
   *
   * @param waiting while that waits for input, there is nothing to clean up
   */
  public static Interruption watch(InputWait waiting) {
    Interruption interruption = new Interruption(waiting);
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interruption.shutDown(worker), "vmcaster-shutdown"));
    return interruption;
  }

  /** Whether the run is to end. */
  public boolean requested() {
    return requested;
  }

  /** The work is over; shutting down is then only ending. */
  public void workIsOver() {
    over.countDown();
  }

  private void shutDown(Thread worker) {
    if (over.getCount() == 0) {
      return;
    }
    requested = true;
    if (waiting.now()) {
      System.err.println("vmcaster: error: interrupted");
    } else {
      worker.interrupt();
      awaitCleanUp();
    }
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
  }

  private void awaitCleanUp() {
    try {
      if (!over.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("vmcaster: error: interrupted before everything was cleaned up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
