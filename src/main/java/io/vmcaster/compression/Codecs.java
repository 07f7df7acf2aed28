package io.vmcaster.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** The libraries behind each compression. A library is loaded when its compression is used. */
final class Codecs {

  /** The libraries write small chunks; these are collected before they are hashed and sent. */
  private static final int BUFFER = 1 << 18;

  private static final int BZIP2_LEVEL = 9;

  /** Faster than 6, in hardly more space. */
  private static final int XZ_LEVEL = 5;

  /** In bytes; what xz looks back on. It needs twelve times as much memory. */
  private static final int XZ_DICTIONARY = 4 << 20;

  private static final int ZSTD_LEVEL = 3;

  /** Beside the thread that reads and hashes; each takes about forty megabytes. */
  private static final int ZSTD_THREADS = 1;

  /** What unpacking may take, in bytes: as much as {@code zstd} takes, twice of {@code xz -9}. */
  static final int MEMORY = 128 << 20;

  private Codecs() {}

  /**
   * A stream that compresses into another. Closing it finishes the compressed stream, and closes
   * the one below.
   */
  static OutputStream compressor(Compression kind, OutputStream out, OptionalInt level)
      throws IOException {
    return switch (kind) {
      case NONE -> out;
      case GZIP ->
          new ParallelGzip(out, level.orElse(0), Runtime.getRuntime().availableProcessors());
      case BZIP2 -> new BZip2CompressorOutputStream(collect(out), level.orElse(BZIP2_LEVEL));
      case XZ -> new XZOutputStream(collect(out), xzOptions(level));
      case ZSTD -> zstd(collect(out), level.orElse(ZSTD_LEVEL));
    };
  }

  private static LZMA2Options xzOptions(OptionalInt level) throws IOException {
    LZMA2Options options = new LZMA2Options(level.orElse(XZ_LEVEL));
    if (level.isEmpty()) {
      options.setDictSize(XZ_DICTIONARY);
    }
    return options;
  }

  /** The number of threads does not change the bytes, as long as there is one. */
  private static OutputStream zstd(OutputStream out, int level) throws IOException {
    ZstdOutputStream compressor = new ZstdOutputStream(out, level);
    compressor.setWorkers(ZSTD_THREADS);
    compressor.setChecksum(true);
    return compressor;
  }

  private static OutputStream collect(OutputStream out) {
    return new BufferedOutputStream(out, BUFFER);
  }

  /**
   * A stream that unpacks another, all of its members. Data that ends too soon, and what follows
   * the end without being a member, fail; so does data that wants more than {@link #MEMORY}, before
   * it is taken.
   */
  static InputStream decompressor(Compression kind, InputStream in) throws IOException {
    InputStream packed = new BufferedInputStream(in, BUFFER);
    return switch (kind) {
      case NONE -> packed;
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(packed)
              .setDecompressConcatenated(true)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(packed, true);
      case XZ -> new XZInputStream(packed, MEMORY >> 10);
      case ZSTD -> new ZstdInputStream(packed).setLongMax(Integer.numberOfTrailingZeros(MEMORY));
    };
  }

  /** Whether unpacking failed because it wants too much memory. */
  static boolean wantsTooMuch(IOException failure) {
    return failure instanceof MemoryLimitException
        || (failure instanceof ZstdIOException zstd
            && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge());
  }
}
