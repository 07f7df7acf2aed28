package io.vmcaster.compression.disk;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Hyper-V's format of today ([MS-VHDX]). */
final class Vhdx {

  /** Where the first region table begins (2.2.3). */
  private static final long REGIONS = 192 * 1024;

  private static final int MOST_REGIONS = 2047;
  private static final int MOST_ITEMS = 2047;
  private static final int LONGEST_NAME = 4096;
  private static final int HAS_PARENT = 2;

  /** The identifiers as they lie in the file: the first three fields are little-endian. */
  private static final String METADATA = "06a27c8b90479a4bb8fe575f050f886e";

  private static final String BLOCKS = "6677c22d23f600429d64115e9bfd4a08";
  private static final String VIRTUAL_DISK_SIZE = "2442a52f1bcd7648b2115dbed83bf4b8";
  private static final String FILE_PARAMETERS = "3767a1ca36fa434db3b633f0aa44e76b";
  private static final String PARENT = "2d5fd3a80bb34d45abf7d3d84834ab0c";

  /** The size in bytes of its disk; 0 where the file does not tell. */
  static long virtualSize(ImageBytes bytes) throws IOException {
    long item = item(bytes, VIRTUAL_DISK_SIZE);
    return item < 0 ? 0 : bytes.littleLong(item);
  }

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    long parameters = item(bytes, FILE_PARAMETERS);
    if (parameters >= 0 && (bytes.littleInt(parameters + 4) & HAS_PARENT) != 0) {
      throw new NotWhole("it holds only the changes to another VHDX file" + parent(bytes));
    }
    Reach reach = new Reach(bytes);
    reach.to(REGIONS, 64 * 1024);
    long metadata = region(bytes, METADATA);
    if (metadata >= 0) {
      reach.to(bytes.littleLong(metadata + 16), bytes.littleInt(metadata + 24));
    }
    long table = region(bytes, BLOCKS);
    if (table >= 0) {
      long blockSize = parameters < 0 ? 0 : bytes.littleInt(parameters);
      long length = bytes.littleInt(table + 24);
      reach.to(bytes.littleLong(table + 16), length);
      reach
          .longs(bytes.littleLong(table + 16), length / 8, LITTLE_ENDIAN)
          .filter(entry -> (entry & 7) >= 6) // all or parts of the block are there
          .forEach(entry -> reach.to(entry >>> 20 << 20, blockSize));
    }
    reach.require("its blocks");
  }

  /** The place of the entry of a region; -1 when there is none. */
  private static long region(ImageBytes bytes, String identifier) throws IOException {
    if (!bytes.has(REGIONS, "regi")) {
      return -1;
    }
    return find(bytes, REGIONS + 16, bytes.littleInt(REGIONS + 8), MOST_REGIONS, identifier);
  }

  /** The place of an item of the metadata (2.6); -1 when there is none. */
  private static long item(ImageBytes bytes, String identifier) throws IOException {
    long region = region(bytes, METADATA);
    long table = region < 0 ? -1 : bytes.littleLong(region + 16);
    if (table <= 0 || !bytes.has(table, "metadata")) {
      return -1;
    }
    long count = bytes.littleInt(table + 8) >>> 16;
    long entry = find(bytes, table + 32, count, MOST_ITEMS, identifier);
    return entry < 0 ? -1 : table + bytes.littleInt(entry + 16);
  }

  private static long find(ImageBytes bytes, long first, long count, int most, String identifier)
      throws IOException {
    for (int i = 0; i < Math.min(count, most); i++) {
      long entry = first + 32L * i;
      if (HexFormat.of().formatHex(bytes.at(entry, 16)).equals(identifier)) {
        return entry;
      }
    }
    return -1;
  }

  /** The first value of the locator that looks like a path (2.6.2.6). */
  private static String parent(ImageBytes bytes) throws IOException {
    long locator = item(bytes, PARENT);
    int count = locator < 0 ? 0 : (int) Math.min(bytes.littleInt(locator + 16) >>> 16, 64);
    for (int i = 0; i < count; i++) {
      ByteBuffer entry = bytes.little(locator + 20 + 12L * i, 12);
      long keyOffset = Integer.toUnsignedLong(entry.getInt());
      long valueOffset = Integer.toUnsignedLong(entry.getInt());
      String key = utf16(bytes, locator + keyOffset, entry.getShort());
      if (key.endsWith("path")) {
        return ", " + utf16(bytes, locator + valueOffset, entry.getShort());
      }
    }
    return "";
  }

  private static String utf16(ImageBytes bytes, long offset, short length) throws IOException {
    int sensible = Math.min(Short.toUnsignedInt(length), LONGEST_NAME);
    return new String(bytes.at(offset, sensible), StandardCharsets.UTF_16LE);
  }
}
