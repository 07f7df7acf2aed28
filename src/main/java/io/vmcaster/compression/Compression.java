package io.vmcaster.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Ascii;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * How an image is compressed. The name of each is the last part of {@code hv:format}; its library
 * is loaded when it is used.
 */
public enum Compression {
  /** Not at all. */
  NONE("", "", 0, 0),
  /** gzip, of one member. */
  GZIP("gz", "1f8b08", 1, 9),
  /** bzip2. */
  BZIP2("bz2", "425a68", 1, 9),
  /** xz. */
  XZ("xz", "fd377a585a00", 0, 9),
  /** Zstandard. */
  ZSTD("zst", "28b52ffd", 1, 22);

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

  private final String suffix;
  private final String magic;
  private final int least;
  private final int most;

  Compression(String suffix, String magic, int least, int most) {
    this.suffix = suffix;
    this.magic = magic;
    this.least = least;
    this.most = most;
  }

  /** The last part of {@code hv:format} that asks for it; empty for none. */
  public String suffix() {
    return suffix;
  }

  /**
   * What an {@code hv:format} asks for by its last dot-part; {@code gz} alone counts as well. In
   * any letter case.
   */
  public static Compression ofFormat(String format) {
    String last = Ascii.lower(format.substring(format.lastIndexOf('.') + 1));
    for (Compression compression : values()) {
      if (compression != NONE && compression.suffix.equals(last)) {
        return compression;
      }
    }
    return NONE;
  }

  /**
   * How bytes are compressed already.
   *
   * @param head the first bytes of a file; ten are enough
   */
  public static Compression ofContent(byte[] head) {
    for (Compression compression : values()) {
      if (compression != NONE && compression.begins(head)) {
        return compression;
      }
    }
    return NONE;
  }

  private boolean begins(byte[] head) {
    int length = magic.length() / 2;
    return head.length >= length
        && HexFormat.of().formatHex(head, 0, length).equals(magic)
        && (this != BZIP2 || isBzip2(head));
  }

  /** Behind the magic: the level as a digit, then the sign of a block or of the end. */
  private static boolean isBzip2(byte[] head) {
    if (head.length < 10 || head[3] < '1' || head[3] > '9') {
      return false;
    }
    String sign = HexFormat.of().formatHex(head, 4, 10);
    return sign.equals("314159265359") || sign.equals("177245385090");
  }

  /**
   * Checks a level that the user asks for.
   *
   * @param level the level, if there is one
   * @throws UsageFailure when this compression has no such level
   */
  public void requireLevel(OptionalInt level) {
    if (level.isEmpty()) {
      return;
    }
    if (this == NONE) {
      throw new UsageFailure(
          "--compress-level has nothing to act on: hv:format asks for no compression", null);
    }
    if (level.getAsInt() < least || level.getAsInt() > most) {
      throw new UsageFailure(
          "--compress-level " + level.getAsInt() + " is not among those of " + suffix,
          "Use a number from " + least + " to " + most + ".");
    }
  }

  /**
   * A stream that compresses into another. Closing it finishes the compressed stream, and closes
   * the one below.
   */
  OutputStream compressor(OutputStream out, OptionalInt level) throws IOException {
    return switch (this) {
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
  InputStream decompressor(InputStream in) throws IOException {
    try {
      return unpacked(new BufferedInputStream(in, BUFFER));
    } catch (Throwable e) {
      in.close();
      throw e;
    }
  }

  private InputStream unpacked(InputStream packed) throws IOException {
    return switch (this) {
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
