package io.vmcaster.cli.output;

import io.vmcaster.context.Progress;
import io.vmcaster.log.RunLog.Level;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
public final class ConsoleProgress implements Progress {

  private static final long BAR_EVERY = 200_000_000L;
  private static final long LINE_EVERY = 30_000_000_000L;

  private final ConsoleMessages messages;
  private final LongSupplier nanoClock;

  /** Progress among messages, when more than errors is said. */
  public static Progress of(ConsoleMessages messages) {
    return messages.isQuiet() ? Progress.NONE : new ConsoleProgress(messages, System::nanoTime);
  }

  /**
   * Progress among messages.
   *
   * @param nanoClock the time in nanoseconds, such as {@link System#nanoTime}
   */
  ConsoleProgress(ConsoleMessages messages, LongSupplier nanoClock) {
    this.messages = messages;
    this.nanoClock = nanoClock;
  }

  @Override
  public Task begin(String what, long total) {
    return new Shown(Terminal.cell(what), total);
  }

  private final class Shown implements Task {
    private final String what;
    private final long total;
    private final long begun = nanoClock.getAsLong();
    private final long pause = messages.terminal() ? BAR_EVERY : LINE_EVERY;
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
      if (messages.terminal()) {
        messages.passing(text.bar());
      } else {
        messages.line(Level.INFO, "vmcaster: " + text.line());
      }
    }

    @Override
    public void close() {
      messages.wipe();
    }
  }

  /**
   * How far a piece of work is, in words.
   *
   * @param what what is done
   * @param done how many bytes are done
   * @param total of how many; -1 when that is not known
   * @param rate bytes a second
   */
  record ProgressText(String what, long done, long total, double rate) {

    private static final int BAR = 12;

    static ProgressText of(String what, long done, long total, long nanos) {
      return new ProgressText(what, done, total, nanos <= 0 ? 0 : done * 1e9 / nanos);
    }

    /** A line for a terminal, with a bar where the end is known. */
    String bar() {
      String measured = total > 0 ? drawn() + " " + numbers() : numbers();
      return measured + "  " + what;
    }

    /** A line for a log. */
    String line() {
      return what + ": " + numbers();
    }

    private String drawn() {
      int filled = (int) (fraction() * BAR);
      return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private double fraction() {
      return Math.min(1.0, (double) done / total);
    }

    private String numbers() {
      String speed = size((long) rate) + "/s";
      if (total <= 0) {
        return size(done) + ", " + speed;
      }
      String share = (int) (fraction() * 100) + "%, " + size(done) + " of " + size(total);
      return share + ", " + speed + left();
    }

    private String left() {
      if (rate < 1 || done >= total) {
        return "";
      }
      long seconds = (long) ((total - done) / rate);
      return seconds < 3600
          ? String.format(Locale.ROOT, ", %d:%02d left", seconds / 60, seconds % 60)
          : String.format(Locale.ROOT, ", %d h %02d left", seconds / 3600, seconds / 60 % 60);
    }

    private static String size(long bytes) {
      if (bytes < 1024) {
        return bytes + " B";
      }
      double value = bytes;
      String units = "KMGTP";
      int unit = -1;
      while (value >= 1024 && unit < units.length() - 1) {
        value /= 1024;
        unit++;
      }
      return String.format(Locale.ROOT, "%.1f %siB", value, units.charAt(unit));
    }
  }
}
