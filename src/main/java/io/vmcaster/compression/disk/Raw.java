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
}
