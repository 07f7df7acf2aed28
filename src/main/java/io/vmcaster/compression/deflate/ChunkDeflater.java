package io.vmcaster.compression.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Deflates chunks of a stream. What a chunk becomes begins and ends at a whole byte, ends no
 * stream, and depends on nothing but the chunk and the {@link #WINDOW} bytes before it.
 *
 * <p>Holds native memory until it is closed. For use by one thread at a time.
 */
public interface ChunkDeflater extends AutoCloseable {

  /** The bytes before a chunk that it may refer to. */
  int WINDOW = 1 << 15;

  /** The longest stored block, by the format (RFC 1951, 3.2.4). */
  int LONGEST_STORED = 0xffff;

  /**
   * The best one of this machine.
   *
   * @param level 1 to 9, as of gzip; 0 for files about as small as by level 6, in less time
   */
  static ChunkDeflater best(int level) {
    return isLibdeflateThere() ? new LibDeflater(level) : zlib(level);
  }

  /** The one that every machine has; levels as of {@link #best}. */
  static ChunkDeflater zlib(int level) {
    return new ZlibDeflater(level);
  }

  /** Whether the best one is libdeflate, which takes half the time that zlib does. */
  static boolean isLibdeflateThere() {
    return LibDeflater.isThere();
  }

  /**
   * Deflates a chunk.
   *
   * @param bytes the chunk, and before it the bytes that it may refer to
   * @param from where the chunk begins
   * @param to where it ends; at least one byte behind its beginning
   * @param out the result is added to it
   */
  void deflate(byte[] bytes, int from, int to, Output out);

  /** Adds a chunk as it is. */
  static void store(byte[] bytes, int from, int to, Output out) {
    out.ensure(to - from + 5 * (1 + (to - from) / LONGEST_STORED));
    for (int i = from; i < to; i += LONGEST_STORED) {
      int size = Math.min(LONGEST_STORED, to - i);
      out.add(0);
      out.addShort(size);
      out.addShort(~size);
      out.add(bytes, i, size);
    }
  }

  /** Gives the memory back. */
  @Override
  void close();

  /** Bytes that are being put together, in an array that grows. For use by one thread. */
  public static final class Output {

    private byte[] bytes;
    private int length;

    /** Nothing yet, in an array that becomes this output's own. */
    public Output(byte[] room) {
      bytes = room;
    }

    /** The array; what lies behind the {@link #length} means nothing. Another one after growing. */
    public byte[] array() {
      return bytes;
    }

    /** How many bytes there are. */
    public int length() {
      return length;
    }

    /** Makes room for so many bytes more. */
    public void ensure(int room) {
      if (bytes.length - length < room) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + room));
      }
    }

    /** So many bytes were written into the array behind the others. */
    public void extend(int count) {
      length += count;
    }

    /** Takes back all bytes from a length on. */
    public void shorten(int to) {
      length = to;
    }

    /** Adds a byte; its lowest eight bits count. */
    public void add(int octet) {
      ensure(1);
      bytes[length++] = (byte) octet;
    }

    /** Adds a number of two bytes, the lower one first. */
    public void addShort(int number) {
      add(number);
      add(number >>> 8);
    }

    /** Adds bytes. */
    public void add(byte[] from, int offset, int count) {
      ensure(count);
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }
  }

  /** Deflates with the zlib of the Java machine. */
  static final class ZlibDeflater implements ChunkDeflater {

    /** Takes about half the time of 6, and rarely a percent more space. */
    private static final int USUAL = 5;

    private final Deflater deflater;

    /**
     * A deflater.
     *
     * @param level of zlib, 1 to 9; 0 for the usual one
     */
    ZlibDeflater(int level) {
      deflater = new Deflater(level == 0 ? USUAL : level, true);
    }

    @Override
    public void deflate(byte[] bytes, int from, int to, Output out) {
      deflater.reset();
      int window = Math.min(WINDOW, from);
      if (window > 0) {
        deflater.setDictionary(bytes, from - window, window);
      }
      deflater.setInput(bytes, from, to - from);
      boolean full = true;
      while (full) {
        out.ensure(1 << 15);
        int room = out.array().length - out.length();
        int written = deflater.deflate(out.array(), out.length(), room, Deflater.SYNC_FLUSH);
        out.extend(written);
        full = written == room;
      }
    }

    @Override
    public void close() {
      deflater.end();
    }
  }
}
