package io.vmcaster.compression.deflate;

import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Opens the end of a deflate stream, so that another can follow it. The bit that says "this block
 * is the last" stands at the beginning of that block, at any bit of a byte, and only who has walked
 * through all blocks before knows where. The walk reads codes and makes no bytes of them, which
 * takes a quarter of the time that it took to deflate them.
 *
 * <p>Reads streams of a library that can be relied on; what is no stream ends in an exception. For
 * use by one thread at a time.
 */
final class LastBlock {

  /** So many bytes may be read behind a stream. */
  static final int MARGIN = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NONE = {};

  /** The symbol of the end of a block; literals are below, lengths above. */
  private static final int END = 256;

  /** The bits behind the code of a length, by its symbol (RFC 1951, 3.2.5). */
  private static final byte[] LENGTH_BITS = new byte[END + 30];

  /** The same for distances. */
  private static final byte[] DISTANCE_BITS = new byte[30];

  /** In which order the code lengths' own lengths are given (RFC 1951, 3.2.7). */
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  static {
    for (int i = 4; i < 28; i++) { // the longest length, the 29th, has no bits behind it
      LENGTH_BITS[END + 1 + i] = (byte) (i / 4 - 1);
    }
    for (int i = 4; i < DISTANCE_BITS.length; i++) {
      DISTANCE_BITS[i] = (byte) (i / 2 - 1);
    }
  }

  private final byte[] lengths = new byte[320];
  private final PrefixCode lengthsCode = new PrefixCode();
  private final PrefixCode literals = new PrefixCode();
  private final PrefixCode distances = new PrefixCode();
  private byte[] bytes = NONE;

  /** In bits from the beginning of the bytes. */
  private long position;

  /**
   * Opens the end of the stream that ends an output: its last block is no longer marked, and an
   * empty stored block fills its last byte.
   *
   * @param out with room for {@link #MARGIN} bytes more
   * @param start where the stream begins in it
   */
  void open(Output out, int start) {
    bytes = out.array();
    position = 8L * start;
    long header = position;
    while (!walkBlock()) {
      header = position;
    }
    if ((position + 7) >>> 3 != out.length()) {
      throw new IllegalStateException("something follows a deflate stream");
    }
    bytes[(int) (header >>> 3)] &= (byte) ~(1 << (header & 7));
    bytes = NONE;
    fillUp(out);
  }

  /** An empty block that is stored: its header, nothing up to the next byte, its length. */
  private void fillUp(Output out) {
    int used = (int) (position & 7);
    if (used == 0 || used > 5) {
      out.add(0);
    }
    out.addShort(0);
    out.addShort(~0);
  }

  /** Walks through a block; says whether it is the last. */
  private boolean walkBlock() {
    boolean last = take(1) == 1;
    switch (take(2)) {
      case 0 -> walkStored();
      case 1 -> {
        readFixed();
        walkCodes();
      }
      case 2 -> {
        readDynamic();
        walkCodes();
      }
      default -> throw new IllegalStateException("no deflate stream");
    }
    return last;
  }

  private void walkStored() {
    position = (position + 7) & ~7L;
    int length = take(16);
    position += 16 + 8L * length;
  }

  private void readFixed() {
    for (int i = 0; i < 288; i++) {
      lengths[i] = (byte) (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    }
    literals.read(lengths, 0, 288);
    for (int i = 0; i < 30; i++) {
      lengths[i] = 5;
    }
    distances.read(lengths, 0, 30);
  }

  private void readDynamic() {
    int literalCount = 257 + take(5);
    int distanceCount = 1 + take(5);
    int orderCount = 4 + take(4);
    byte[] own = new byte[ORDER.length];
    for (int i = 0; i < orderCount; i++) {
      own[ORDER[i]] = (byte) take(3);
    }
    lengthsCode.read(own, 0, own.length);
    readLengths(literalCount + distanceCount);
    literals.read(lengths, 0, literalCount);
    distances.read(lengths, literalCount, distanceCount);
  }

  private void readLengths(int count) {
    int done = 0;
    while (done < count) {
      int symbol = takeSymbol(lengthsCode);
      if (symbol < 16) {
        lengths[done++] = (byte) symbol;
      } else {
        byte repeated = symbol == 16 ? lengths[done - 1] : 0;
        int times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
        for (int i = 0; i < times; i++) {
          lengths[done++] = repeated;
        }
      }
    }
  }

  /** Walks to the end of a block. Two literals are looked up in the bits of one look. */
  private void walkCodes() {
    long at = position;
    while (true) {
      long ahead = bits(at);
      int code = literals.lookUp(ahead);
      at += PrefixCode.length(code);
      if (PrefixCode.symbol(code) < END) {
        code = literals.lookUp(ahead >>> PrefixCode.length(code));
        at += PrefixCode.length(code);
      }
      int symbol = PrefixCode.symbol(code);
      if (symbol == END) {
        break;
      }
      if (symbol > END) {
        at += LENGTH_BITS[symbol];
        int distance = distances.lookUp(bits(at));
        at += PrefixCode.length(distance) + DISTANCE_BITS[PrefixCode.symbol(distance)];
      }
    }
    position = at;
  }

  private int takeSymbol(PrefixCode code) {
    int found = code.lookUp(bits(position));
    position += PrefixCode.length(found);
    return PrefixCode.symbol(found);
  }

  private int take(int count) {
    int taken = (int) bits(position) & ((1 << count) - 1);
    position += count;
    return taken;
  }

  /** At least 57 bits from a position on, the next one lowest. */
  private long bits(long at) {
    return (long) LONG.get(bytes, (int) (at >>> 3)) >>> (at & 7);
  }

  /**
   * A prefix code as deflate gives it, by the lengths of its words (RFC 1951, 3.2.2), for reading.
   * The same object is used for many codes, one after the other.
   */
  static final class PrefixCode {

    private static final int LONGEST = 15;

    /** Words up to this length, nearly all, are found at once. */
    private static final int SHORT = 10;

    private final int[] counts = new int[LONGEST + 1];
    private final int[] next = new int[LONGEST + 1];
    private final short[] symbols = new short[288];
    private final short[] shortWords = new short[1 << SHORT];

    /**
     * Takes over a code whose symbols have words of these lengths; 0 for symbols that have none.
     */
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
}
