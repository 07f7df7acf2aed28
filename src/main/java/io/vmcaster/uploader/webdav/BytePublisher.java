package io.vmcaster.uploader.webdav;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The body of a request that is written piece by piece, as fast as the connection takes it. */
final class BytePublisher implements BodyPublisher, Flow.Subscription {
  private final long size;
  private Flow.Subscriber<? super ByteBuffer> subscriber;
  private long demand;
  private boolean over;

  /**
   * A body.
   *
   * @param size its size in bytes; -1 when it is not known
   */
  BytePublisher(long size) {
    this.size = size;
  }

  @Override
  public long contentLength() {
    return size;
  }

  @Override
  public synchronized void subscribe(Flow.Subscriber<? super ByteBuffer> given) {
    boolean first = subscriber == null;
    given.onSubscribe(this);
    if (first) {
      subscriber = given;
      notifyAll();
    } else {
      given.onError(new IOException("a file cannot be sent twice in one request"));
    }
  }

  @Override
  public synchronized void request(long count) {
    demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
    notifyAll();
  }

  @Override
  public void cancel() {
    end();
  }

  /**
   * Hands on some bytes; the buffer is given away.
   *
   * @param patience how long the connection may take nothing
   * @return false when it took nothing for so long, or the request is over
   */
  boolean offer(ByteBuffer bytes, Duration patience) throws InterruptedException {
    if (!await(() -> demand > 0, patience)) {
      return false;
    }
    synchronized (this) {
      demand--;
    }
    subscriber.onNext(bytes);
    return true;
  }

  /**
   * That was all.
   *
   * @param patience how long the connection may take to be there
   */
  void complete(Duration patience) throws InterruptedException {
    if (size != 0 && await(() -> subscriber != null, patience)) {
      subscriber.onComplete();
    }
  }

  /** Whether something comes true in time, and the request is not over before that. */
  private synchronized boolean await(BooleanSupplier condition, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!over && !condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return !over;
  }

  /** Whether the request takes no more bytes, ever. */
  synchronized boolean isOver() {
    return over;
  }

  /** The request has ended: nobody waits for it to take more. */
  synchronized void end() {
    over = true;
    notifyAll();
  }
}
