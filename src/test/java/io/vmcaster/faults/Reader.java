package io.vmcaster.faults;

import io.vmcaster.testing.Patience;
import java.util.concurrent.TimeUnit;

/** A subscriber who looks again and again, in a thread of its own, while something is done. */
final class Reader {

  /** What is done meanwhile. */
  interface Work {
    void run() throws Exception;
  }

  private final Subscriber subscriber;
  private final long pauseMillis;
  private final Thread thread;
  private volatile boolean over;

  private Reader(Subscriber subscriber, long pauseMillis) {
    this.subscriber = subscriber;
    this.pauseMillis = pauseMillis;
    this.thread = new Thread(this::poll, "reader");
    thread.setDaemon(true);
  }

  /**
   * Looks until the work is done.
   *
   * @param pauseMillis how long to rest between two looks; 0 for not at all
   */
  static void during(Subscriber subscriber, long pauseMillis, Work work) throws Exception {
    Reader reader = new Reader(subscriber, pauseMillis);
    reader.thread.start();
    try {
      work.run();
    } finally {
      reader.end();
    }
  }

  private void poll() {
    while (!over) {
      subscriber.poll();
      if (pauseMillis > 0) {
        rest();
      }
    }
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
    } catch (InterruptedException e) {
      over = true;
    }
  }

  private void end() throws InterruptedException {
    over = true;
    thread.join(Patience.LONG.toMillis());
    if (thread.isAlive()) {
      throw new AssertionError("the reader hangs");
    }
  }
}
