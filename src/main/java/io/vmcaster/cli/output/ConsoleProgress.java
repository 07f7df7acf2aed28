package io.vmcaster.cli.output;

import io.vmcaster.context.Progress;
import io.vmcaster.log.RunLog.Level;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Progress on standard error: a bar on a terminal, a line now and then elsewhere.
 *
 * @param nanoClock the time in nanoseconds, such as {@link System#nanoTime}
 */
public record ConsoleProgress(ConsoleMessages messages, LongSupplier nanoClock)
    implements Progress {

  private static final long BAR_EVERY = 200_000_000L;
  private static final long LINE_EVERY = 30_000_000_000L;
  private static final int BAR = 12;

  /** Progress among messages, when more than errors is said. */
  public static Progress of(ConsoleMessages messages) {
    return messages.isQuiet() ? Progress.NONE : new ConsoleProgress(messages, System::nanoTime);
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
        show(sum, now - begun);
      }
    }

    private void show(long sum, long nanos) {
      String numbers = numbers(sum, nanos <= 0 ? 0 : sum * 1e9 / nanos);
      if (messages.terminal()) {
        messages.passing((total > 0 ? bar(sum) + " " : "") + numbers + "  " + what);
      } else {
        messages.line(Level.INFO, "vmcaster: " + what + ": " + numbers);
      }
    }

    private String bar(long sum) {
      int filled = (int) (fraction(sum) * BAR);
      return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private double fraction(long sum) {
      return Math.min(1.0, (double) sum / total);
    }

    /** How far it is, and at how many bytes a second. */
    private String numbers(long sum, double rate) {
      String speed = size((long) rate) + "/s";
      if (total <= 0) {
        return size(sum) + ", " + speed;
      }
      String left = rate < 1 || sum >= total ? "" : left((long) ((total - sum) / rate));
      return String.format(
          Locale.ROOT,
          "%d%%, %s of %s, %s%s",
          (int) (fraction(sum) * 100),
          size(sum),
          size(total),
          speed,
          left);
    }

    @Override
    public void close() {
      messages.wipe();
    }
  }

  private static String left(long seconds) {
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
