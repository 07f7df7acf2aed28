package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;

/** QEMU's enhanced disk (QEMU's {@code docs/interop/qed_spec.txt}). */
final class Qed {

  private static final long BACKING_FILE = 1;
  private static final int LONGEST_NAME = 1023;
  private static final int MOST_ENTRIES = 1 << 20;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    if ((bytes.littleLong(16) & BACKING_FILE) != 0) {
      int length = (int) Math.min(bytes.littleInt(60), LONGEST_NAME);
      throw new NotWhole(
          "it holds only the changes to its backing file "
              + bytes.text(bytes.littleInt(56), length));
    }
    Reach reach = new Reach();
    long cluster = bytes.littleInt(4);
    int entries = (int) Math.min(cluster * bytes.littleInt(8) / 8, MOST_ENTRIES);
    TreeSet<Long> tables = new TreeSet<>();
    reach.to(bytes.littleLong(40), 8L * entries);
    ByteBuffer first = bytes.little(bytes.littleLong(40), 8 * entries);
    while (first.hasRemaining()) {
      tables.add(first.getLong());
    }
    tables.remove(0L);
    for (long table : tables) {
      reach.to(table, 8L * entries);
      if (!bytes.reaches(table)) {
        break;
      }
      ByteBuffer second = bytes.little(table, 8 * entries);
      while (second.hasRemaining()) {
        long offset = second.getLong();
        reach.to(offset, offset > 1 ? cluster : 0);
      }
    }
    reach.require(bytes, "its clusters");
  }
}
