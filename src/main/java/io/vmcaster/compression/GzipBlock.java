package io.vmcaster.compression;

import io.vmcaster.compression.deflate.ChunkDeflater;
import io.vmcaster.compression.deflate.Output;

/**
 * Compresses one block of a gzip stream on its own, so that blocks can be compressed at the same
 * time and written one behind the other (as {@code pigz} does). Noise in it is stored.
 *
 * <p>Holds native memory until it is closed. For use by one thread at a time.
 */
final class GzipBlock implements AutoCloseable {

  /** How much is looked at together to see whether it is noise. */
  private static final int UNIT = 1 << 16;

  private final IncompressibleDetector noise = new IncompressibleDetector();
  private final ChunkDeflater deflater;

  /** A compressor of blocks, which closes the deflater that it works with. */
  GzipBlock(ChunkDeflater deflater) {
    this.deflater = deflater;
  }

  /**
   * Compresses a block.
   *
   * @param bytes the block, and before it the bytes that it may refer to
   * @param from where the block begins
   * @param to where it ends
   * @param room for the result; a larger one takes its place when it is too small
   */
  Chunk compress(byte[] bytes, int from, int to, byte[] room) {
    Output out = new Output(room);
    int begin = from;
    while (begin < to) {
      boolean stored = noise.is(bytes, begin, Math.min(begin + UNIT, to));
      int end = endOfRun(bytes, begin, to, stored);
      if (stored) {
        ChunkDeflater.store(bytes, begin, end, out);
      } else {
        deflater.deflate(bytes, begin, end, out);
      }
      begin = end;
    }
    return new Chunk(out.array(), out.length());
  }

  /** Where the bytes that are treated alike end. */
  private int endOfRun(byte[] bytes, int begin, int to, boolean stored) {
    int end = Math.min(begin + UNIT, to);
    while (end < to && noise.is(bytes, end, Math.min(end + UNIT, to)) == stored) {
      end = Math.min(end + UNIT, to);
    }
    return end;
  }

  @Override
  public void close() {
    deflater.close();
  }
}
