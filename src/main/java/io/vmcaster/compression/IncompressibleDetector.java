package io.vmcaster.compression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds bytes that deflate cannot make smaller: encrypted data, or data compressed before. Deflate
 * has two ways to save, by bytes that are more frequent than others and by strings of bytes that
 * occur again nearby, so noise is where both are absent. Looking costs a small part of trying.
 *
 * <p>For use by one thread.
 */
final class IncompressibleDetector {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Fewer bytes cannot tell random ones from others. */
  static final int LEAST = 1 << 14;

  /** Bytes are counted in so many places, evenly apart, for as long each. */
  private static final int SPOTS = 16;

  private static final int SPOT = 256;

  /**
   * Chi-squared of the counts: 255 for random bytes, give or take 23. One part in twenty of text
   * among them makes it twice that.
   */
  private static final long UNEVEN = 255 + 5 * 23;

  /** How much is looked at byte by byte. */
  private static final int CLOSELY = 1 << 12;

  /** The table stays in a core's nearest memory. */
  private static final int HASH_BITS = 13;

  private static final int WINDOW = 1 << 15;

  private final int[] counts = new int[256];

  /** Where a string was last, counted on over all looks, so that older entries do not count. */
  private final int[] seen = new int[1 << HASH_BITS];

  private int looked = WINDOW;

  /** Whether deflate would save less than about one part in fifty. */
  boolean is(byte[] bytes, int from, int to) {
    return to - from >= LEAST
        && isEven(bytes, from, to)
        && repeated(bytes, from, to, 4) < (to - from) / 256
        && repeated(bytes, to - CLOSELY, to, 1) < CLOSELY / 256;
  }

  /** Whether no byte is more frequent than chance allows, as far as a sample tells. */
  private boolean isEven(byte[] bytes, int from, int to) {
    Arrays.fill(counts, 0);
    int step = (to - from) / SPOTS;
    for (int spot = from; spot <= to - step; spot += step) {
      for (int i = spot; i < spot + SPOT; i++) {
        counts[bytes[i] & 0xff]++;
      }
    }
    long squares = 0;
    for (int count : counts) {
      squares += (long) count * count;
    }
    long sample = SPOTS * SPOT;
    return squares * counts.length / sample - sample < UNEVEN;
  }

  /**
   * How many strings of four bytes occur once more within deflate's window.
   *
   * @param step from one place that is looked at to the next: what repeats in an image mostly does
   *     so in multiples of four bytes
   */
  private int repeated(byte[] bytes, int from, int to, int step) {
    int offset = begin(to - from) - from;
    int found = 0;
    int i = from;
    while (i + 4 <= to) {
      int word = (int) INT.get(bytes, i);
      int slot = (word * 0x9E3779B1) >>> (32 - HASH_BITS);
      int before = seen[slot] - offset;
      seen[slot] = i + offset;
      boolean again = before >= from && i - before < WINDOW && (int) INT.get(bytes, before) == word;
      found += again ? 1 : 0;
      i += again ? 4 : step;
    }
    return found;
  }

  /** Where a look begins that is so long. */
  private int begin(int length) {
    if (looked > Integer.MAX_VALUE - 2 * length) {
      Arrays.fill(seen, 0);
      looked = WINDOW;
    }
    int begin = looked;
    looked += length;
    return begin;
  }
}
