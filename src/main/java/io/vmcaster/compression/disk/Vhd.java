package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Virtual PC's format: a raw disk with a footer, or a dynamic one with a copy of it in front. */
final class Vhd {

  private static final String SIGN = "conectix";
  private static final int FOOTER = 512;
  private static final int DYNAMIC = 3;
  private static final int DIFFERENCES = 4;
  private static final int MOST_BLOCKS = 4 << 20;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    if (!bytes.has(0, SIGN)) {
      requireAllBefore(bytes);
      return;
    }
    long header = bytes.bigLong(16);
    int type = bytes.bigInt(60);
    if (type == DIFFERENCES) {
      String name = new String(bytes.at(header + 64, FOOTER), StandardCharsets.UTF_16BE);
      throw new NotWhole(
          "it holds only the changes to another VHD file, " + name.replace("\0", ""));
    }
    if (type == DYNAMIC) {
      Reach reach = new Reach();
      walk(bytes, header, reach);
      reach.require(bytes, "its blocks");
    }
    if (bytes.size() != ImageBytes.UNKNOWN && !DiskFormat.hasVhdFooter(bytes)) {
      throw new NotWhole("it is cut off: the footer that ends it is missing");
    }
  }

  private static void requireAllBefore(ImageBytes bytes) throws NotWhole, IOException {
    long there = bytes.size() - FOOTER;
    long wanted = bytes.bigLong(there + 48);
    if (bytes.bigInt(there + 60) != DYNAMIC && wanted > there) {
      throw new NotWhole("of the " + wanted + " bytes of its disk it has " + there);
    }
  }

  private static void walk(ImageBytes bytes, long header, Reach reach) throws IOException {
    long table = bytes.bigLong(header + 16);
    int count = Math.max(0, Math.min(bytes.bigInt(header + 28), MOST_BLOCKS));
    long blockSize = Integer.toUnsignedLong(bytes.bigInt(header + 32));
    reach.to(table, 4L * count);
    if (!bytes.reaches(table + 4L * count - 1)) {
      return;
    }
    ByteBuffer blocks = ByteBuffer.wrap(bytes.at(table, 4 * count));
    while (blocks.hasRemaining()) {
      int sector = blocks.getInt();
      if (sector != -1) {
        reach.to(Integer.toUnsignedLong(sector) * 512, blockSize);
      }
    }
  }
}
