package io.vmcaster.faults;

import java.util.concurrent.TimeUnit;

/** A subscriber who looks again and again, in a thread of its own, until it is closed. */
final class Reader implements AutoCloseable {

  private final Subscriber subscriber;
  private final long pauseMillis;
  private final Thread thread;
  private volatile boolean over;

  /**
   * Begins to look.
   *
   * @param pauseMillis how long to rest between two looks; 0 for not at all
   */
  Reader(Subscriber subscriber, long pauseMillis) {
    this.subscriber = subscriber;
    this.pauseMillis = pauseMillis;
    this.thread = new Thread(this::poll, "reader");
    thread.setDaemon(true);
    thread.start();
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

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join(TimeUnit.SECONDS.toMillis(30));
    if (thread.isAlive()) {
      throw new AssertionError("the reader hangs");
    }
  }
}
