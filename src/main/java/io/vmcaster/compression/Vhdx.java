package io.vmcaster.compression;

import java.io.IOException;
import java.util.HexFormat;
import java.util.OptionalLong;

/** Finds the disk's size in a VHDX file, by way of its two tables ([MS-VHDX] 2.2.3 and 2.6). */
final class Vhdx {

  /** Where the first region table begins. */
  private static final long REGIONS = 192 * 1024;

  private static final int MOST_REGIONS = 2047;
  private static final int MOST_ITEMS = 2047;

  /** The identifiers as they lie in the file: the first three fields are little-endian. */
  private static final String METADATA = "06a27c8b90479a4bb8fe575f050f886e";

  private static final String VIRTUAL_DISK_SIZE = "2442a52f1bcd7648b2115dbed83bf4b8";

  private Vhdx() {}

  /** The size in bytes; empty when the tables are damaged. */
  static OptionalLong virtualSize(ImageBytes bytes) throws IOException {
    if (!bytes.has(REGIONS, "regi")) {
      return OptionalLong.empty();
    }
    int regions = bounded(bytes.littleInt(REGIONS + 8), MOST_REGIONS);
    for (int i = 0; i < regions; i++) {
      long entry = REGIONS + 16 + 32L * i;
      if (isAt(bytes, entry, METADATA)) {
        return virtualSize(bytes, bytes.littleLong(entry + 16));
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong virtualSize(ImageBytes bytes, long table) throws IOException {
    if (table <= 0 || !bytes.has(table, "metadata")) {
      return OptionalLong.empty();
    }
    int items = bounded(bytes.littleInt(table + 8) >>> 16, MOST_ITEMS);
    for (int i = 0; i < items; i++) {
      long entry = table + 32 + 32L * i;
      if (isAt(bytes, entry, VIRTUAL_DISK_SIZE)) {
        return OptionalLong.of(
            bytes.littleLong(table + Integer.toUnsignedLong(bytes.littleInt(entry + 16))));
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isAt(ImageBytes bytes, long offset, String identifier) throws IOException {
    return HexFormat.of().formatHex(bytes.at(offset, 16)).equals(identifier);
  }

  private static int bounded(int count, int most) {
    return Math.max(0, Math.min(count, most));
  }
}
