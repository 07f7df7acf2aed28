package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An expandable disk of Parallels (QEMU's {@code docs/interop/parallels.txt}). */
final class Parallels {

  private static final String LARGE = "WithouFreSpacExt";
  private static final int MOST_BLOCKS = 16 << 20;
  private static final int TABLE = 64;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    Reach reach = new Reach();
    long block = bytes.littleInt(28) * 512;
    long unit = bytes.has(0, LARGE) ? block : 512;
    int count = (int) Math.min(bytes.littleInt(32), MOST_BLOCKS);
    reach.to(TABLE, 4L * count);
    if (bytes.reaches(TABLE + 4L * count - 1)) {
      ByteBuffer table = bytes.little(TABLE, 4 * count);
      while (table.hasRemaining()) {
        long place = Integer.toUnsignedLong(table.getInt());
        reach.to(place * unit, place == 0 ? 0 : block);
      }
    }
    reach.require(bytes, "its blocks");
  }
}
