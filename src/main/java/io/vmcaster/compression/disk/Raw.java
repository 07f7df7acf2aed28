package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The bytes of a disk as they are. Whether all are there, its partitions tell, or its file system.
 */
final class Raw {

  private static final int ENTRIES = 446;
  private static final int GPT_PROTECTED = 0xee;
  private static final int MOST_PARTITIONS = 1024;

  /** What servers send in place of a file; no disk begins so. */
  private static final Pattern PAGE =
      Pattern.compile(
          "(?:\\xef\\xbb\\xbf)?\\s*(?i:<!doctype\\b|<\\?xml\\b|<html\\b|<head\\b|<error\\b).*",
          Pattern.DOTALL);

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    if (PAGE.matcher(bytes.text(0, 512)).matches()) {
      throw new NotWhole("it is an HTML or XML page, as servers send when they refuse a file");
    }
    Reach reach = new Reach(bytes);
    boolean parted = bytes.has(510, "U\u00aa") && isTable(bytes, reach);
    for (int sector : new int[] {512, 4096}) {
      if (bytes.has(sector, "EFI PART") && hasRightSum(bytes, sector)) {
        guided(bytes, sector, reach);
        parted = true;
      }
    }
    reach.require("its partitions");
    if (!parted) {
      FileSystem.measure(bytes, reach);
      reach.require("the blocks of its file system");
    }
  }

  /** A boot sector of a file system ends with the same sign, but has code or text there. */
  private static boolean isTable(ImageBytes bytes, Reach partitions) throws IOException {
    Reach found = new Reach(bytes);
    boolean any = false;
    for (int i = 0; i < 4; i++) {
      byte[] entry = bytes.at(ENTRIES + 16 * i, 16);
      boolean used = entry[4] != 0;
      ByteBuffer place = ByteBuffer.wrap(entry, 8, 8).order(ByteOrder.LITTLE_ENDIAN);
      long first = Integer.toUnsignedLong(place.getInt());
      long count = Integer.toUnsignedLong(place.getInt());
      boolean placed = first != 0 && count != 0;
      if ((entry[0] & 0x7f) != 0 || used != placed) {
        return false;
      }
      any |= used;
      if ((entry[4] & 0xff) != GPT_PROTECTED) {
        found.to(first * 512, count * 512);
      }
    }
    partitions.to(found);
    return any;
  }

  private static boolean hasRightSum(ImageBytes bytes, int header) throws IOException {
    int length = (int) Math.max(92, Math.min(bytes.littleInt(header + 12), 512));
    byte[] summed = bytes.at(header, length);
    ByteBuffer.wrap(summed).putInt(16, 0);
    CRC32 sum = new CRC32();
    sum.update(summed);
    return sum.getValue() == bytes.littleInt(header + 16);
  }

  /** Its copy is in the last sector of the disk. */
  private static void guided(ImageBytes bytes, int sector, Reach reach) throws IOException {
    reach.to(bytes.littleLong(sector + 32) * sector, sector);
    long table = bytes.littleLong(sector + 72) * sector;
    long size = bytes.littleInt(sector + 84);
    for (int i = 0; i < Math.min(bytes.littleInt(sector + 80), MOST_PARTITIONS); i++) {
      ByteBuffer entry = bytes.little(table + size * i, 48);
      if (entry.getLong(0) != 0 || entry.getLong(8) != 0) {
        reach.to(0, (entry.getLong(40) + 1) * sector);
      }
    }
  }

  /**
   * A file system that is all of a disk, without partitions: its first block says how long it is.
   */
  private static final class FileSystem {

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
}
