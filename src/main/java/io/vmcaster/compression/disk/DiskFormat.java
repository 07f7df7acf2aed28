package io.vmcaster.compression.disk;

import io.vmcaster.model.Ascii;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A kind of image file. What is behind a row of the table is loaded when a file is of that kind.
 *
 * @param name the name that {@code hv:format} has for it
 * @param isArchive whether it is packed in a way that no consumer unpacks: it is neither looked
 *     into nor taken for a disk
 * @param sign what tells it from others
 * @param size of the disk that a machine sees, in bytes; 0 where the file does not tell
 */
public record DiskFormat(
    String name, boolean isArchive, Look<Boolean> sign, Look<Long> size, Tables tables) {

  /** What a file is by the absence of other signs. */
  public static final String RAW = "raw";

  /** Signs are asked in this order. */
  private static final List<DiskFormat> ALL =
      List.of(
          archive("zip", "PK\3\4"),
          archive("7z", "7z\u00bc\u00af'\u001c"),
          archive("rar", "Rar!\u001a\7"),
          archive("lzma", "]\0\0"),
          archive("lz", "LZIP\1"),
          archive("lz4", "\4\"M\u0018"),
          archive("lz4", "\2!L\u0018"),
          archive("lzo", "\u0089LZO\0\r\n\u001a\n"),
          archive("Z", "\u001f\u009d"),
          archive("sz", "\u00ff\6\0\0sNaPpY"),
          disk(
              "qcow",
              bytes -> bytes.has(0, "QFI\u00fb") && bytes.bigInt(4) == 1,
              bytes -> bytes.bigLong(24),
              bytes -> DiskTables.qcow(bytes)),
          disk(
              "qcow2",
              bytes -> bytes.has(0, "QFI\u00fb"),
              bytes -> bytes.bigLong(24),
              bytes -> Qcow2.requireWhole(bytes)),
          disk(
              "vmdk",
              bytes -> bytes.has(0, "KDMV") || isVmdkText(bytes) || bytes.has(0, "COWD"),
              bytes -> bytes.has(0, "KDMV") ? bytes.littleLong(12) * 512 : 0L,
              bytes -> Vmdk.requireWhole(bytes)),
          disk(
              "vdi",
              bytes -> bytes.littleInt(64) == 0xbeda107fL,
              bytes -> bytes.littleLong(0x170),
              bytes -> DiskTables.vdi(bytes)),
          disk(
              "vhdx",
              bytes -> bytes.has(0, "vhdxfile"),
              bytes -> Vhdx.virtualSize(bytes),
              bytes -> Vhdx.requireWhole(bytes)),
          disk(
              "qed",
              bytes -> bytes.has(0, "QED\0"),
              bytes -> bytes.littleLong(48),
              bytes -> DiskTables.qed(bytes)),
          disk(
              "parallels",
              bytes -> bytes.has(0, "WithoutFreeSpace") || bytes.has(0, "WithouFreSpacExt"),
              bytes -> bytes.littleLong(36) * 512,
              bytes -> DiskTables.parallels(bytes)),
          disk(
              "ova",
              bytes -> isTar(bytes) && Appliance.isIn(bytes),
              bytes -> 0L,
              bytes -> Appliance.requireWhole(bytes)),
          disk("tar", DiskFormat::isTar, bytes -> 0L, bytes -> TarArchive.requireWhole(bytes)),
          disk(
              "vhd",
              bytes -> bytes.has(0, "conectix") || hasVhdFooter(bytes),
              bytes -> bytes.bigLong((bytes.has(0, "conectix") ? 0 : bytes.size() - 512) + 48),
              bytes -> DiskTables.vhd(bytes)),
          disk(
              "iso",
              bytes -> bytes.has(0x8001, "CD001"),
              DiskFormat::sizeAsItIs,
              bytes -> DiskTables.iso(bytes)),
          disk(RAW, bytes -> true, DiskFormat::sizeAsItIs, bytes -> Raw.requireWhole(bytes)));

  private static DiskFormat archive(String name, String sign) {
    // nobody can tell whether it is whole without unpacking it
    return new DiskFormat(name, true, bytes -> bytes.has(0, sign), bytes -> 0L, bytes -> {});
  }

  private static DiskFormat disk(String name, Look<Boolean> sign, Look<Long> size, Tables tables) {
    return new DiskFormat(name, false, sign, size, tables);
  }

  /** The kind of a file. */
  public static DiskFormat of(ImageBytes bytes) throws IOException {
    for (DiskFormat kind : ALL) {
      if (kind.sign.at(bytes)) {
        return kind;
      }
    }
    throw new AssertionError("everything is raw");
  }

  /** Whether an image's format is packed in a way that no consumer unpacks. */
  public static boolean isArchive(String format) {
    return ALL.stream().anyMatch(kind -> kind.isArchive && kind.name.equals(format));
  }

  /** The size in bytes of the disk that a machine sees, where the file tells. */
  public OptionalLong virtualSize(ImageBytes bytes) throws IOException {
    long told = size.at(bytes);
    return told > 0 ? OptionalLong.of(told) : OptionalLong.empty();
  }

  /**
   * Makes sure that nothing of the image is elsewhere or lost, as far as its tables tell, nor the
   * sign of what it should be: most signs are at the beginning, where they cannot be cut off.
   *
   * @param expected its parts are names of formats, such as {@code vhd.gz}
   * @throws NotWhole with what is missing
   */
  public void requireWhole(ImageBytes bytes, String expected) throws NotWhole, IOException {
    List<String> parts = List.of(Ascii.lower(expected).split("\\."));
    if (name.equals(RAW) && (parts.contains("vhd") || parts.contains("vpc")) && isAll(bytes)) {
      throw new NotWhole("it is cut off: the footer that ends a VHD file is missing");
    }
    if (name.equals("tar") && parts.contains("ova") && isAll(bytes)) {
      throw new NotWhole("the description (.ovf) that an OVA has is not in it");
    }
    tables.requireWhole(bytes);
  }

  /** Whether more than the beginning was looked at. */
  private static boolean isAll(ImageBytes bytes) throws IOException {
    return bytes.size() != ImageBytes.UNKNOWN;
  }

  /** Whether this is the text that says where a disk of VMware is. */
  static boolean isVmdkText(ImageBytes bytes) throws IOException {
    return bytes.has(0, "# Disk DescriptorFile");
  }

  /** The first releases of Virtual PC wrote one byte less. */
  static boolean hasVhdFooter(ImageBytes bytes) throws IOException {
    return isAll(bytes)
        && (bytes.has(bytes.size() - 512, "conectix") || bytes.has(bytes.size() - 511, "conectix"));
  }

  private static boolean isTar(ImageBytes bytes) throws IOException {
    return bytes.has(257, "ustar");
  }

  private static long sizeAsItIs(ImageBytes bytes) throws IOException {
    return isAll(bytes) ? bytes.size() : 0;
  }

  /** What an image says of itself. */
  interface Look<T> {
    T at(ImageBytes bytes) throws IOException;
  }

  /** What an image says of its own extent. */
  interface Tables {
    void requireWhole(ImageBytes bytes) throws NotWhole, IOException;
  }

  /** Something of an image is not in its file. */
  public static final class NotWhole extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * What is missing.
     *
     * @param message names it, as the end of a sentence that begins with the file
     */
    NotWhole(String message) {
      super(message);
    }
  }

  /**
   * How far the tables of an image say that it goes. Compared with its size at the end, so that a
   * packed image is unpacked once.
   */
  static final class Reach {

    /** No more entries of a table are read, whatever its header says: up to 32 MiB. */
    private static final int MOST_ENTRIES = 4 << 20;

    private final ImageBytes bytes;
    private long end;

    /** Nothing is known of an image to begin with. */
    Reach(ImageBytes bytes) {
      this.bytes = bytes;
    }

    /** Something lies there; its length is what must be there of it. */
    void to(long offset, long length) {
      boolean sensible = offset >= 0 && length >= 0 && offset + length >= 0;
      end = Math.max(end, sensible ? offset + length : Long.MAX_VALUE - 1);
    }

    /** As far as another goes. */
    void to(Reach other) {
      end = Math.max(end, other.end);
    }

    /** A table of so many numbers lies there; gives them, or none when not all are there. */
    LongStream ints(long offset, long count, ByteOrder order) throws IOException {
      ByteBuffer table = table(offset, count, Integer.BYTES, order);
      return IntStream.range(0, table.limit() / Integer.BYTES)
          .mapToLong(i -> Integer.toUnsignedLong(table.getInt(Integer.BYTES * i)));
    }

    /** The same of numbers of eight bytes. */
    LongStream longs(long offset, long count, ByteOrder order) throws IOException {
      ByteBuffer table = table(offset, count, Long.BYTES, order);
      return IntStream.range(0, table.limit() / Long.BYTES)
          .mapToLong(i -> table.getLong(Long.BYTES * i));
    }

    private ByteBuffer table(long offset, long count, int width, ByteOrder order)
        throws IOException {
      int length = width * (int) Math.max(0, Math.min(count, MOST_ENTRIES));
      to(offset, length);
      boolean there = bytes.reaches(offset + length - 1);
      return ByteBuffer.wrap(bytes.at(offset, there ? length : 0)).order(order);
    }

    /**
     * Compares.
     *
     * @param what of the image it is, in the plural
     */
    void require(String what) throws NotWhole, IOException {
      if (end > bytes.size()) {
        throw new NotWhole(
            "it is cut off: " + what + " go on to byte " + end + ", but it has " + bytes.size());
      }
    }
  }
}
