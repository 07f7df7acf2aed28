package io.vmcaster.context;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends what blocks too long in the operating system or in a library, where no timeout reaches: a
 * server that takes no bytes any more, that is silent, or that never comes to an end.
 */
public final class Watchdog implements AutoCloseable {

  private final Duration patience;
  private final Runnable bite;
  private final Thread thread = new Thread(this::watch, "watchdog");
  private volatile long deadline = Long.MAX_VALUE;
  private long latest;
  private long quiet;
  private volatile boolean closed;
  private volatile boolean bitten;

  /**
   * Starts to watch.
   *
   * @param patience how long a step may take
   * @param bite what ends it, from another thread
   */
  public Watchdog(Duration patience, Runnable bite) {
    this.patience = patience;
    this.bite = bite;
    thread.setDaemon(true);
    thread.start();
  }

  /** A step begins, which may take as long as our patience. */
  public void begin() {
    begin(patience, patience);
  }

  /**
   * A step begins, which may take longer while there is {@link #progress}.
   *
   * @param silence how long there may be none
   * @param longest how long the step may take at most
   */
  public synchronized void begin(Duration silence, Duration longest) {
    quiet = silence.toMillis();
    latest = now() + longest.toMillis();
    deadline = now() + quiet;
  }

  /** Something came from the other side. */
  public synchronized void progress() {
    if (deadline != Long.MAX_VALUE) {
      deadline = Math.min(latest, now() + quiet);
    }
  }

  /** The step is over. */
  public synchronized void end() {
    deadline = Long.MAX_VALUE;
  }

  /** Whether a step took too long. */
  public boolean hasBitten() {
    return bitten;
  }

  /** Stops watching. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch() {
    long pause = Math.max(10, Math.min(500, patience.toMillis() / 4));
    try {
      while (!closed && !bitten) {
        Thread.sleep(pause);
        if (now() > deadline) {
          bitten = true;
          bite.run();
        }
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** Notices a server that moves a byte now and then, and so is never silent and never done. */
  public static final class Pace {
    /** In bytes a second. */
    public static final int SLOWEST = 1000;

    private final Duration span;
    private final LongSupplier nanoClock;
    private long since;
    private long bytes;

    /**
     * Begins now.
     *
     * @param span how long it is looked at before it is judged, again and again
     */
    public Pace(Duration span) {
      this(span, System::nanoTime);
    }

    /** The same by another clock, of nanoseconds. */
    public Pace(Duration span, LongSupplier nanoClock) {
      this.span = span;
      this.nanoClock = nanoClock;
      this.since = nanoClock.getAsLong();
    }

    /** How long so many bytes may take at least: for one step. */
    public static Duration longest(long bytes, Duration span) {
      return span.plusSeconds(bytes / SLOWEST);
    }

    /**
     * Some bytes have moved.
     *
     * @throws SocketTimeoutException when they were too few for the time
     */
    public void moved(int count) throws SocketTimeoutException {
      bytes += count;
      long passed = nanoClock.getAsLong() - since;
      if (passed < span.toNanos()) {
        return;
      }
      if (bytes < SLOWEST * (passed / 1e9)) {
        throw new SocketTimeoutException("less than " + SLOWEST + " bytes a second");
      }
      since = nanoClock.getAsLong();
      bytes = 0;
    }
  }
}
