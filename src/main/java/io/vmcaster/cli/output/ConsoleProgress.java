package io.vmcaster.cli.output;

import io.vmcaster.context.Progress;
import io.vmcaster.log.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
public final class ConsoleProgress implements Progress {

  private static final long BAR_EVERY = 200_000_000L;
  private static final long LINE_EVERY = 30_000_000_000L;

  private final ErrorStream stream;
  private final LongSupplier nanoClock;

  /**
   * Progress on a stream.
   *
   * @param nanoClock the time in nanoseconds, such as {@link System#nanoTime}
   */
  public ConsoleProgress(ErrorStream stream, LongSupplier nanoClock) {
    this.stream = stream;
    this.nanoClock = nanoClock;
  }

  @Override
  public Task begin(String what, long total) {
    return new Shown(Printable.cell(what), total);
  }

  private final class Shown implements Task {
    private final String what;
    private final long total;
    private final long begun = nanoClock.getAsLong();
    private final long pause = stream.terminal() ? BAR_EVERY : LINE_EVERY;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong next = new AtomicLong(begun + pause);

    Shown(String what, long total) {
      this.what = what;
      this.total = total;
    }

    @Override
    public void advance(long bytes) {
      long sum = done.addAndGet(bytes);
      long now = nanoClock.getAsLong();
      long due = next.get();
      if (now - due >= 0 && next.compareAndSet(due, now + pause)) {
        show(ProgressText.of(what, sum, total, now - begun));
      }
    }

    private void show(ProgressText text) {
      if (stream.terminal()) {
        stream.passing(text.bar());
      } else {
        stream.line(Level.INFO, "vmcaster: " + text.line());
      }
    }

    @Override
    public void close() {
      stream.wipe();
    }
  }
}
