package io.vmcaster.compression.deflate;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import java.nio.ByteBuffer;

/**
 * Opens the end of a deflate stream, so that another can follow it. The bit that says "this block
 * is the last" stands at the beginning of that block, at any bit of a byte, and only who has walked
 * through all blocks before knows where. zlib walks, as for its own {@code examples/gzappend.c}:
 * asked with {@code Z_BLOCK}, it stops between blocks.
 *
 * <p>For use by one thread at a time.
 */
final class LastBlock implements AutoCloseable {

  /** As Java on 64 bits of Unix has the structure {@code z_stream}: places in it, and its size. */
  private static final int NEXT_IN = 0;

  private static final int AVAIL_IN = 8;
  private static final int NEXT_OUT = 24;
  private static final int AVAIL_OUT = 32;
  private static final int DATA_TYPE = 88;
  private static final int SIZE = 112;

  /** Arguments of zlib: a stream without a header, and to stop between blocks. */
  private static final int RAW = -15;

  private static final int BLOCK = 5;

  /**
   * What zlib says by its data type: where it stands, and in the lowest bits, how many are left.
   */
  private static final int BETWEEN_BLOCKS = 128;

  private static final int BEHIND_THE_LAST = 64;
  private static final int BITS_LEFT = 7;

  private final NativeLibrary zlib;
  private final Function inflate;
  private final Memory stream = new Memory(SIZE);
  private final Memory unpacked = new Memory(1 << 18);

  /** Works with zlib, which must be there. */
  LastBlock(NativeLibrary zlib) {
    this.zlib = zlib;
    this.inflate = zlib.getFunction("inflate");
    stream.clear();
    String version = zlib.getFunction("zlibVersion").invokeString(new Object[] {}, false);
    require(call("inflateInit2_", stream, RAW, version, SIZE));
  }

  private int call(String function, Object... arguments) {
    return zlib.getFunction(function).invokeInt(arguments);
  }

  private static void require(int status) {
    if (status != 0) {
      throw new IllegalStateException("zlib fails with " + status);
    }
  }

  /**
   * Adds a stream, and opens its end: its last block is no longer marked, and an empty stored block
   * fills its last byte.
   *
   * @param packed a direct buffer with the stream at its beginning
   * @param length of the stream
   */
  void addOpen(ByteBuffer packed, int length, Output out) {
    require(call("inflateReset", stream));
    stream.setPointer(NEXT_IN, Native.getDirectBufferPointer(packed));
    stream.setInt(AVAIL_IN, length);
    long header = 0;
    long end = 0;
    int kind = 0;
    while ((kind & BEHIND_THE_LAST) == 0 || (kind & BETWEEN_BLOCKS) == 0) {
      stream.setPointer(NEXT_OUT, unpacked);
      stream.setInt(AVAIL_OUT, (int) unpacked.size());
      require(inflate.invokeInt(new Object[] {stream, BLOCK}));
      kind = stream.getInt(DATA_TYPE);
      if ((kind & BETWEEN_BLOCKS) != 0) {
        header = end;
        end = 8L * (length - stream.getInt(AVAIL_IN)) - (kind & BITS_LEFT);
      }
    }
    if ((end + 7) / 8 != length) {
      throw new IllegalStateException("something follows a deflate stream");
    }
    int start = out.length();
    out.ensure(length);
    packed.get(0, out.array(), start, length);
    out.extend(length);
    out.array()[start + (int) (header / 8)] &= (byte) ~(1 << (header % 8));
    fillUp((int) (end % 8), out);
  }

  /** An empty block that is stored: its header, nothing up to the next byte, its length. */
  private static void fillUp(int used, Output out) {
    if (used == 0 || used > 5) {
      out.add(0);
    }
    out.addShort(0);
    out.addShort(~0);
  }

  @Override
  public void close() {
    call("inflateEnd", stream);
    stream.close();
    unpacked.close();
  }
}
