package io.vmcaster.compression.deflate;

import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import java.util.zip.Deflater;

/** Deflates with the zlib of the Java machine. */
final class ZlibDeflater implements ChunkDeflater {

  private static final int FAST = 5;
  private static final int USUAL = 6;
  private static final int SAMPLE = 1 << 15;

  private final int level;
  private final Deflater[] deflaters = new Deflater[10];

  /**
   * A deflater.
   *
   * @param level of zlib, 1 to 9; 0 to choose between 5 and 6 for each chunk, whatever comes within
   *     two percent of 6
   */
  ZlibDeflater(int level) {
    this.level = level;
  }

  @Override
  public void deflate(byte[] bytes, int from, int to, Output out) {
    Deflater deflater = deflater(level == 0 ? chooseLevel(bytes, from, to, out) : level);
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

  /** Level 5 takes about half the time of 6, and rarely a percent more space: a sample decides. */
  private int chooseLevel(byte[] bytes, int from, int to, Output scratch) {
    if (to - from < 4 * SAMPLE) {
      return USUAL;
    }
    int middle = from + (to - from - SAMPLE) / 2;
    long fast = sizeAt(FAST, bytes, middle, scratch);
    long usual = sizeAt(USUAL, bytes, middle, scratch);
    return fast * 100 <= usual * 102 ? FAST : USUAL;
  }

  private long sizeAt(int sampleLevel, byte[] bytes, int from, Output scratch) {
    Deflater deflater = deflater(sampleLevel);
    deflater.setInput(bytes, from, SAMPLE);
    deflater.finish();
    scratch.ensure(2 * SAMPLE);
    int length = scratch.length();
    return deflater.deflate(scratch.array(), length, scratch.array().length - length);
  }

  private Deflater deflater(int wanted) {
    if (deflaters[wanted] == null) {
      deflaters[wanted] = new Deflater(wanted, true);
    }
    deflaters[wanted].reset();
    return deflaters[wanted];
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
