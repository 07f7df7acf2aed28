package io.vmcaster.packing;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compresses one block of a gzip stream on its own. What it writes begins and ends at a whole byte,
 * ends no stream, and depends on nothing but the block and the 32 KiB before it; so blocks can be
 * compressed at the same time and written one behind the other (as {@code pigz} does).
 *
 * <p>Holds native memory until it is closed. For use by one thread at a time.
 */
final class GzipBlock implements AutoCloseable {

  /** The bytes before a block that it may refer to. */
  static final int WINDOW = 1 << 15;

  /** How much is looked at together to see whether it is noise. */
  private static final int UNIT = 1 << 16;

  /** The longest stored block, by the format (RFC 1951, 3.2.4). */
  private static final int STORED = 0xffff;

  private static final int FAST = 5;
  private static final int USUAL = 6;
  private static final int SAMPLE = 1 << 15;

  private final int level;
  private final Noise noise = new Noise();
  private final Deflater[] deflaters = new Deflater[10];
  private byte[] output = new byte[0];
  private int length;

  /**
   * A compressor of blocks.
   *
   * @param level of zlib, 1 to 9; 0 to choose between 5 and 6 for each block, whatever comes within
   *     two percent of 6
   */
  GzipBlock(int level) {
    this.level = level;
  }

  /**
   * Compresses a block.
   *
   * @param bytes the block, and before it the bytes that it may refer to
   * @param from where the block begins
   * @param to where it ends
   * @param room for the result; a larger one takes its place when it is too small
   */
  Piece compress(byte[] bytes, int from, int to, byte[] room) {
    output = room;
    length = 0;
    int begin = from;
    while (begin < to) {
      boolean stored = noise.is(bytes, begin, Math.min(begin + UNIT, to));
      int end = endOfRun(bytes, begin, to, stored);
      if (stored) {
        store(bytes, begin, end);
      } else {
        deflate(bytes, begin, end);
      }
      begin = end;
    }
    return new Piece(output, length);
  }

  /** Where the bytes that are treated alike end. */
  private int endOfRun(byte[] bytes, int begin, int to, boolean stored) {
    int end = Math.min(begin + UNIT, to);
    while (end < to && noise.is(bytes, end, Math.min(end + UNIT, to)) == stored) {
      end = Math.min(end + UNIT, to);
    }
    return end;
  }

  private void store(byte[] bytes, int begin, int end) {
    for (int i = begin; i < end; i += STORED) {
      int size = Math.min(STORED, end - i);
      ensure(size + 5);
      output[length++] = 0;
      output[length++] = (byte) size;
      output[length++] = (byte) (size >> 8);
      output[length++] = (byte) ~size;
      output[length++] = (byte) (~size >> 8);
      System.arraycopy(bytes, i, output, length, size);
      length += size;
    }
  }

  private void deflate(byte[] bytes, int begin, int end) {
    Deflater deflater = deflater(level == 0 ? chooseLevel(bytes, begin, end) : level);
    int window = Math.min(WINDOW, begin);
    if (window > 0) {
      deflater.setDictionary(bytes, begin - window, window);
    }
    deflater.setInput(bytes, begin, end - begin);
    boolean full = true;
    while (full) {
      ensure(1 << 15);
      int room = output.length - length;
      int written = deflater.deflate(output, length, room, Deflater.SYNC_FLUSH);
      length += written;
      full = written == room;
    }
  }

  /** Level 5 takes about half the time of 6, and rarely a percent more space: a sample decides. */
  private int chooseLevel(byte[] bytes, int begin, int end) {
    if (end - begin < 4 * SAMPLE) {
      return USUAL;
    }
    int middle = begin + (end - begin - SAMPLE) / 2;
    long fast = sizeAt(FAST, bytes, middle);
    long usual = sizeAt(USUAL, bytes, middle);
    return fast * 100 <= usual * 102 ? FAST : USUAL;
  }

  private long sizeAt(int sampleLevel, byte[] bytes, int from) {
    Deflater deflater = deflater(sampleLevel);
    deflater.setInput(bytes, from, SAMPLE);
    deflater.finish();
    ensure(2 * SAMPLE);
    return deflater.deflate(output, length, output.length - length);
  }

  private Deflater deflater(int wanted) {
    if (deflaters[wanted] == null) {
      deflaters[wanted] = new Deflater(wanted, true);
    }
    deflaters[wanted].reset();
    return deflaters[wanted];
  }

  private void ensure(int room) {
    if (output.length - length < room) {
      output = Arrays.copyOf(output, Math.max(output.length * 2, length + room));
    }
  }

  @Override
  public void close() {
    for (Deflater deflater : deflaters) {
      if (deflater != null) {
        deflater.end();
      }
    }
  }
}
