package io.vmcaster.packing;

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
final class Noise {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** In bits a byte. 64 KiB of random bytes have 7.997; this leaves half a percent to be lost. */
  private static final double ENTROPY = 7.98;

  /** Fewer bytes cannot tell random ones from others. */
  static final int LEAST = 1 << 14;

  /** How much is looked at byte by byte. */
  private static final int CLOSELY = 1 << 13;

  private static final int HASH_BITS = 14;
  private static final int WINDOW = 1 << 15;

  private final int[] counts = new int[256];
  private final int[] seen = new int[1 << HASH_BITS];

  /** Whether deflate would save less than about one part in fifty. */
  boolean is(byte[] bytes, int from, int to) {
    return to - from >= LEAST
        && entropy(bytes, from, to) >= ENTROPY
        && repeated(bytes, from, to, 4) < (to - from) / 256
        && repeated(bytes, to - CLOSELY, to, 1) < CLOSELY / 256;
  }

  private double entropy(byte[] bytes, int from, int to) {
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[bytes[i] & 0xff]++;
    }
    double sum = 0;
    for (int count : counts) {
      sum += count == 0 ? 0 : count * Math.log(count);
    }
    int length = to - from;
    return (Math.log(length) - sum / length) / Math.log(2);
  }

  /**
   * How many strings of four bytes occur once more within deflate's window.
   *
   * @param step from one place that is looked at to the next: what repeats in an image mostly does
   *     so in multiples of four bytes
   */
  private int repeated(byte[] bytes, int from, int to, int step) {
    Arrays.fill(seen, -1);
    int found = 0;
    int i = from;
    while (i + 4 <= to) {
      int word = (int) INT.get(bytes, i);
      int slot = (word * 0x9E3779B1) >>> (32 - HASH_BITS);
      int before = seen[slot];
      seen[slot] = i;
      boolean again = before >= 0 && i - before < WINDOW && (int) INT.get(bytes, before) == word;
      found += again ? 1 : 0;
      i += again ? 4 : step;
    }
    return found;
  }
}
