package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;

/** A file system that is all of a disk, without partitions: its first block says how long it is. */
final class FileSystem {

  private static final long EXT = 1024;
  private static final int EXT_64BIT = 0x80;
  private static final long BTRFS = 0x10000;
  private static final long SECOND = 1024;

  private FileSystem() {}

  /**
   * Says how far it goes; says nothing where there is none that is known.
   *
   * @throws NotWhole when it is spread over several disks
   */
  static void measure(ImageBytes bytes, Reach reach) throws NotWhole, IOException {
    if (bytes.has(EXT + 56, "S\u00ef") && bytes.littleInt(EXT + 24) <= 6) {
      boolean large = (bytes.littleInt(EXT + 96) & EXT_64BIT) != 0;
      long high = large ? bytes.littleInt(EXT + 0x150) << 32 : 0;
      blocks(reach, high | bytes.littleInt(EXT + 4), 1L << (10 + bytes.littleInt(EXT + 24)));
    } else if (bytes.has(0, "XFSB")) {
      blocks(reach, bytes.bigLong(8), bytes.bigInt(4));
    } else if (bytes.has(BTRFS + 64, "_BHRfS_M")) {
      long disks = bytes.littleLong(BTRFS + 136);
      if (disks > 1) {
        throw new NotWhole("it is one of the " + disks + " disks of a btrfs file system");
      }
      blocks(reach, bytes.littleLong(BTRFS + 112), 1);
    } else if (bytes.has(0, "hsqs")) {
      blocks(reach, bytes.littleLong(40), 1);
    } else if (bytes.has(SECOND, "\u00e2\u00e1\u00f5\u00e0")) { // EROFS
      blocks(reach, bytes.littleInt(SECOND + 36), 1L << bytes.at(SECOND + 12, 1)[0]);
    } else if (bytes.has(SECOND, "\u0010 \u00f5\u00f2")) { // F2FS
      blocks(reach, bytes.littleLong(SECOND + 36), 1L << bytes.littleInt(SECOND + 16));
    } else if (bytes.has(3, "EXFAT   ")) {
      blocks(reach, bytes.littleLong(72), 1L << bytes.at(108, 1)[0]);
    } else if (bytes.has(3, "NTFS    ")) {
      blocks(reach, bytes.littleLong(40), littleShort(bytes, 11));
    } else if (bytes.has(54, "FAT1") || bytes.has(82, "FAT32")) {
      int small = littleShort(bytes, 19);
      blocks(reach, small == 0 ? bytes.littleInt(32) : small, littleShort(bytes, 11));
    }
  }

  private static int littleShort(ImageBytes bytes, long offset) throws IOException {
    return Short.toUnsignedInt(bytes.little(offset, 2).getShort());
  }

  /** What makes no sense is no file system after all. */
  private static void blocks(Reach reach, long count, long size) {
    if (count > 0 && size > 0 && size <= 1 << 16 && count < Long.MAX_VALUE / size) {
      reach.to(0, count * size);
    }
  }
}
