package io.vmcaster.compression.deflate;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import io.vmcaster.compression.deflate.ChunkDeflater.ZlibDeflater;
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

  private final Pointer compressor;
  private final LastBlock last = new LastBlock(Libraries.FOUND.zlib());
  private final ZlibDeflater zlib;
  private ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
  private ByteBuffer out = ByteBuffer.allocateDirect(1 << 20);

  /**
   * A deflater, which holds about a megabyte.
   *
   * @param level of libdeflate, 1 to 9; 0 for the usual one
   */
  LibDeflater(int level) {
    compressor =
        Libraries.FOUND.allocate().invokePointer(new Object[] {level == 0 ? USUAL : level});
    if (compressor == null) {
      throw new OutOfMemoryError("libdeflate has no memory for a compressor");
    }
    zlib = new ZlibDeflater(level == 0 ? USUAL_OF_ZLIB : level);
  }

  /** Whether this machine has the libraries, and they can be called. */
  static boolean isThere() {
    return Libraries.FOUND != null;
  }

  @Override
  public void deflate(byte[] bytes, int from, int to, Output result) {
    int size = to - from;
    fill(bytes, from, size);
    int length = compress();
    if (length == 0) {
      ChunkDeflater.store(bytes, from, to, result);
    } else if (length > size / HARDLY || !zlibDoesBetter(bytes, from, to, length, result)) {
      last.addOpen(out, length, result);
    }
  }

  /** Makes a whole stream; gives its length, or 0 when it would be no shorter than its bytes. */
  private int compress() {
    Object[] arguments = {
      compressor, in, new NativeLong(in.limit()), out, new NativeLong(out.capacity())
    };
    return ((NativeLong) Libraries.FOUND.compress().invoke(NativeLong.class, arguments)).intValue();
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
    last.close();
    Libraries.FOUND.free().invokeVoid(new Object[] {compressor});
  }

  /**
   * What is called of libdeflate (interface 0, https://github.com/ebiggers/libdeflate), where the
   * system has it: on Debian in the package {@code libdeflate0}, on Red Hat in {@code libdeflate}.
   * It deflates two to four times as fast as zlib, to the same size. zlib itself every system has.
   */
  private record Libraries(
      Function allocate, Function compress, Function free, NativeLibrary zlib) {

    static final Libraries FOUND = find();

    /** Without a library, or where machine code cannot be unpacked and run, there is none. */
    private static Libraries find() {
      try {
        NativeLibrary deflate = load("libdeflate.so.0", "libdeflate.0.dylib");
        Libraries found =
            new Libraries(
                deflate.getFunction("libdeflate_alloc_compressor"),
                deflate.getFunction("libdeflate_deflate_compress"),
                deflate.getFunction("libdeflate_free_compressor"),
                load("libz.so.1", "libz.1.dylib"));
        return Native.LONG_SIZE == Long.BYTES ? found : null;
      } catch (LinkageError e) {
        return null;
      }
    }

    private static NativeLibrary load(String name, String onMac) {
      return NativeLibrary.getInstance(Platform.isMac() ? onMac : name);
    }
  }

  /**
   * Opens the end of a deflate stream, so that another can follow it. The bit that says "this block
   * is the last" stands at the beginning of that block, at any bit of a byte, and only who has
   * walked through all blocks before knows where. zlib walks, as for its own {@code
   * examples/gzappend.c}: asked with {@code Z_BLOCK}, it stops between blocks.
   *
   * <p>For use by one thread at a time.
   */
  static final class LastBlock implements AutoCloseable {

    /**
     * As Java on 64 bits of Unix has the structure {@code z_stream}: places in it, and its size.
     */
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
     * Adds a stream, and opens its end: its last block is no longer marked, and an empty stored
     * block fills its last byte.
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
}
