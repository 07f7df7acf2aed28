package io.vmcaster.uploader.webdav;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** The body of a request that is written piece by piece, as fast as the connection takes it. */
final class BytePublisher implements BodyPublisher {

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
    given.onSubscribe(new Demand());
    if (first) {
      subscriber = given;
      notifyAll();
    } else {
      given.onError(new IOException("a file cannot be sent twice in one request"));
    }
  }

  /**
   * Hands on some bytes; the buffer is given away.
   *
   * @param patience how long the connection may take nothing
   * @return false when it took nothing for so long, or the request is over
   */
  boolean offer(ByteBuffer bytes, Duration patience) throws InterruptedException {
    if (!awaitDemand(patience)) {
      return false;
    }
    subscriber.onNext(bytes);
    return true;
  }

  private synchronized boolean awaitDemand(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (demand == 0 && !over) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    demand--;
    return !over;
  }

  /**
   * That was all.
   *
   * @param patience how long the connection may take to be there
   */
  void complete(Duration patience) throws InterruptedException {
    if (size != 0 && awaitSubscriber(patience)) {
      subscriber.onComplete();
    }
  }

  private synchronized boolean awaitSubscriber(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (subscriber == null && !over) {
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

  private final class Demand implements Flow.Subscription {
    @Override
    public void request(long count) {
      synchronized (BytePublisher.this) {
        demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        BytePublisher.this.notifyAll();
      }
    }

    @Override
    public void cancel() {
      end();
    }
  }
}
