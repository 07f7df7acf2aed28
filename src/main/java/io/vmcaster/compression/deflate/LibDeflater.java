package io.vmcaster.compression.deflate;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Deflates with libdeflate, which makes whole streams only: the mark that ends each is taken away,
 * so that the next chunk can follow. It knows nothing of the bytes before a chunk. That costs a
 * large chunk next to nothing, unless hardly anything is left of it: then zlib, which is fast on
 * such bytes, may do better.
 */
final class LibDeflater implements ChunkDeflater {

  /** About as small as zlib's 6, in a quarter of its time. */
  private static final int USUAL = 5;

  private static final int USUAL_OF_ZLIB = 6;

  /** One byte that is left of so many is hardly anything. */
  private static final int HARDLY = 16;

  private static final LibDeflate LIBRARY = LibDeflate.get();

  private final Pointer compressor;
  private final LastBlock last = new LastBlock();
  private final ZlibDeflater zlib;
  private ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
  private ByteBuffer out = ByteBuffer.allocateDirect(1 << 20);

  /**
   * A deflater.
   *
   * @param level of libdeflate, 1 to 9; 0 for the usual one
   */
  LibDeflater(int level) {
    compressor = LIBRARY.allocate(level == 0 ? USUAL : level);
    zlib = new ZlibDeflater(level == 0 ? USUAL_OF_ZLIB : level);
  }

  @Override
  public void deflate(byte[] bytes, int from, int to, Output result) {
    int size = to - from;
    fill(bytes, from, size);
    int length = LIBRARY.compress(compressor, in, out);
    if (length == 0) {
      ChunkDeflater.store(bytes, from, to, result);
    } else if (length > size / HARDLY || !zlibDoesBetter(bytes, from, to, length, result)) {
      append(length, result);
    }
  }

  /** Adds what zlib makes of a chunk, if that is shorter. */
  private boolean zlibDoesBetter(byte[] bytes, int from, int to, int length, Output result) {
    int start = result.length();
    zlib.deflate(bytes, from, to, result);
    boolean better = result.length() - start <= length;
    if (!better) {
      result.shorten(start);
    }
    return better;
  }

  private void append(int length, Output result) {
    int start = result.length();
    result.ensure(length + LastBlock.MARGIN);
    out.get(0, result.array(), start, length);
    result.extend(length);
    last.open(result, start);
  }

  private void fill(byte[] bytes, int from, int size) {
    if (in.capacity() < size) {
      in = ByteBuffer.allocateDirect(size);
      out = ByteBuffer.allocateDirect(size);
    }
    in.clear();
    in.put(bytes, from, size);
    in.flip();
  }

  @Override
  public void close() {
    zlib.close();
    LIBRARY.free(compressor);
  }
}
