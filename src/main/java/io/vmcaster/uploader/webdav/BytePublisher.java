package io.vmcaster.uploader.webdav;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The body of a request that is written piece by piece, as fast as the connection takes it. */
final class BytePublisher implements BodyPublisher, Flow.Subscription {
  private static final int ENDLESS = 1 << 30;

  private final long size;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Semaphore demand = new Semaphore(0);
  private Flow.Subscriber<? super ByteBuffer> subscriber;
  private volatile boolean over;

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
    given.onSubscribe(this);
    if (subscriber == null) {
      subscriber = given;
      begun.countDown();
    } else {
      given.onError(new IOException("a file cannot be sent twice in one request"));
    }
  }

  @Override
  public void request(long count) {
    demand.release((int) Math.min(count, ENDLESS - demand.availablePermits()));
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
    if (!demand.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS) || !isBegun(patience)) {
      return false;
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
    if (size != 0 && isBegun(patience)) {
      subscriber.onComplete();
    }
  }

  /** Whether the request has begun in time, and is not over. */
  private boolean isBegun(Duration patience) throws InterruptedException {
    return begun.await(patience.toNanos(), TimeUnit.NANOSECONDS) && !over;
  }

  /** Whether the request takes no more bytes, ever. */
  boolean isOver() {
    return over;
  }

  /** The request has ended: nobody waits for it to take more. */
  void end() {
    over = true;
    begun.countDown();
    demand.release(1 << 16);
  }
}
