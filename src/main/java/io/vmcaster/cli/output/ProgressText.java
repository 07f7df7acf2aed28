package io.vmcaster.cli.output;

import java.util.Locale;

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
