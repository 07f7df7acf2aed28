package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** VirtualBox's format (QEMU's {@code block/vdi.c}). */
final class Vdi {

  private static final int MOST_BLOCKS = 16 << 20;
  private static final long FIRST_THAT_IS_NONE = 0xffff_fffeL;
  private static final int DIFFERENCES = 4;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    byte[] parent = bytes.at(0x1a8, 16);
    if (bytes.littleInt(76) == DIFFERENCES || !Arrays.equals(parent, new byte[16])) {
      throw new NotWhole(
          "it holds only the changes to another VDI file, the one whose UUID begins with the bytes "
              + HexFormat.of().formatHex(parent, 0, 4));
    }
    Reach reach = new Reach();
    reach.to(0, 0x1a8);
    walk(bytes, reach);
    reach.require(bytes, "its blocks");
  }

  private static void walk(ImageBytes bytes, Reach reach) throws IOException {
    long map = bytes.littleInt(0x154);
    long data = bytes.littleInt(0x158);
    long blockSize = bytes.littleInt(0x178);
    int count = (int) Math.min(bytes.littleInt(0x180), MOST_BLOCKS);
    reach.to(map, 4L * count);
    if (!bytes.reaches(map + 4L * count - 1)) {
      return;
    }
    ByteBuffer blocks = bytes.little(map, 4 * count);
    long left = bytes.littleLong(0x170);
    while (blocks.hasRemaining()) {
      long block = Integer.toUnsignedLong(blocks.getInt());
      if (block < FIRST_THAT_IS_NONE) {
        reach.to(data + block * blockSize, Math.max(1, Math.min(blockSize, left)));
      }
      left -= blockSize;
    }
  }
}
