package io.vmcaster.compression.deflate;

import java.util.Arrays;

/**
 * A prefix code as deflate gives it, by the lengths of its words (RFC 1951, 3.2.2), for reading.
 * The same object is used for many codes, one after the other.
 */
final class PrefixCode {

  private static final int LONGEST = 15;

  /** Words up to this length, nearly all, are found at once. */
  private static final int SHORT = 10;

  private final int[] counts = new int[LONGEST + 1];
  private final int[] next = new int[LONGEST + 1];
  private final short[] symbols = new short[288];
  private final short[] shortWords = new short[1 << SHORT];

  /** Takes over a code whose symbols have words of these lengths; 0 for symbols that have none. */
  void read(byte[] lengths, int from, int count) {
    Arrays.fill(counts, 0);
    for (int i = 0; i < count; i++) {
      counts[lengths[from + i]]++;
    }
    counts[0] = 0;
    sort(lengths, from, count);
    fillShortWords(lengths, from, count);
  }

  /** The symbols in the order of their words. */
  private void sort(byte[] lengths, int from, int count) {
    next[1] = 0;
    for (int length = 1; length < LONGEST; length++) {
      next[length + 1] = next[length] + counts[length];
    }
    for (int symbol = 0; symbol < count; symbol++) {
      int length = lengths[from + symbol];
      if (length > 0) {
        symbols[next[length]++] = (short) symbol;
      }
    }
  }

  private void fillShortWords(byte[] lengths, int from, int count) {
    Arrays.fill(shortWords, (short) 0);
    int word = 0;
    for (int length = 1; length <= SHORT; length++) {
      word = (word + counts[length - 1]) << 1;
      next[length] = word;
    }
    for (int symbol = 0; symbol < count; symbol++) {
      int length = lengths[from + symbol];
      if (length > 0 && length <= SHORT) {
        // words stand in the stream with their first bit lowest
        int first = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
        for (int i = first; i < shortWords.length; i += 1 << length) {
          shortWords[i] = (short) (symbol << 4 | length);
        }
      }
    }
  }

  /**
   * The word that bits begin with; {@link #length} and {@link #symbol} tell of it.
   *
   * @param bits the first one lowest
   */
  int lookUp(long bits) {
    int found = shortWords[(int) bits & (shortWords.length - 1)];
    return found != 0 ? found : lookUpLong(bits);
  }

  /** Bit by bit: all words of a length are neighbours, and lie above those of shorter ones. */
  private int lookUpLong(long bits) {
    int word = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      word |= (int) (bits >>> (length - 1)) & 1;
      int count = counts[length];
      if (word - first < count) {
        return symbols[index + word - first] << 4 | length;
      }
      index += count;
      first = (first + count) << 1;
      word <<= 1;
    }
    throw new IllegalStateException("no deflate stream");
  }

  static int length(int found) {
    return found & 15;
  }

  static int symbol(int found) {
    return found >>> 4;
  }
}
