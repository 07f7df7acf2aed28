package io.vmcaster.compression;

import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Ascii;
import java.util.HexFormat;
import java.util.OptionalInt;

/** How an image is compressed. The name of each is the last part of {@code hv:format}. */
public enum Compression {
  /** Not at all. */
  NONE("", "", 0, 0),
  /** gzip, of one member. */
  GZIP("gz", "1f8b08", 1, 9),
  /** bzip2. */
  BZIP2("bz2", "425a68", 1, 9),
  /** xz. */
  XZ("xz", "fd377a585a00", 0, 9),
  /** Zstandard. */
  ZSTD("zst", "28b52ffd", 1, 22);

  private final String suffix;
  private final String magic;
  private final int least;
  private final int most;

  Compression(String suffix, String magic, int least, int most) {
    this.suffix = suffix;
    this.magic = magic;
    this.least = least;
    this.most = most;
  }

  /** The last part of {@code hv:format} that asks for it; empty for none. */
  public String suffix() {
    return suffix;
  }

  /**
   * What an {@code hv:format} asks for by its last dot-part; {@code gz} alone counts as well. In
   * any letter case.
   */
  public static Compression ofFormat(String format) {
    String last = Ascii.lower(format.substring(format.lastIndexOf('.') + 1));
    for (Compression compression : values()) {
      if (compression != NONE && compression.suffix.equals(last)) {
        return compression;
      }
    }
    return NONE;
  }

  /**
   * How bytes are compressed already.
   *
   * @param head the first bytes of a file; ten are enough
   */
  public static Compression ofContent(byte[] head) {
    for (Compression compression : values()) {
      if (compression != NONE && compression.begins(head)) {
        return compression;
      }
    }
    return NONE;
  }

  private boolean begins(byte[] head) {
    int length = magic.length() / 2;
    return head.length >= length
        && HexFormat.of().formatHex(head, 0, length).equals(magic)
        && (this != BZIP2 || isBzip2(head));
  }

  /** Behind the magic: the level as a digit, then the sign of a block or of the end. */
  private static boolean isBzip2(byte[] head) {
    if (head.length < 10 || head[3] < '1' || head[3] > '9') {
      return false;
    }
    String sign = HexFormat.of().formatHex(head, 4, 10);
    return sign.equals("314159265359") || sign.equals("177245385090");
  }

  /**
   * Checks a level that the user asks for.
   *
   * @param level the level, if there is one
   * @throws UsageFailure when this compression has no such level
   */
  public void requireLevel(OptionalInt level) {
    if (level.isEmpty()) {
      return;
    }
    if (this == NONE) {
      throw new UsageFailure(
          "--compress-level has nothing to act on: hv:format asks for no compression", null);
    }
    if (level.getAsInt() < least || level.getAsInt() > most) {
      throw new UsageFailure(
          "--compress-level " + level.getAsInt() + " is not among those of " + suffix,
          "Use a number from " + least + " to " + most + ".");
    }
  }
}
