package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;

/** The first version of QEMU's format. */
final class Qcow {

  private static final int MOST_TABLES = 4 << 20;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    Qcow2.requireNoBackingFile(bytes);
    Reach reach = new Reach();
    reach.to(0, 48);
    int bits = bytes.at(32, 1)[0];
    int tableBits = bytes.at(33, 1)[0];
    if (bits >= 9 && bits <= 16 && tableBits >= 6 && tableBits <= 13) {
      walk(bytes, bits, tableBits, reach);
    }
    reach.require(bytes, "its clusters");
  }

  private static void walk(ImageBytes bytes, int bits, int tableBits, Reach reach)
      throws IOException {
    long first = bytes.bigLong(40);
    long covered = 1L << (bits + tableBits);
    long count = Math.max(0, Math.min((bytes.bigLong(24) + covered - 1) / covered, MOST_TABLES));
    reach.to(first, 8 * count);
    TreeSet<Long> tables = new TreeSet<>();
    for (long i = 0; i < count && bytes.reaches(first + 8 * i); i++) {
      tables.add(bytes.bigLong(first + 8 * i));
    }
    tables.remove(0L);
    for (long table : tables) {
      reach.to(table, 8L << tableBits);
      if (!bytes.reaches(table)) {
        return;
      }
      ByteBuffer entries = ByteBuffer.wrap(bytes.at(table, 8 << tableBits));
      while (entries.hasRemaining()) {
        long entry = entries.getLong();
        if (entry < 0) {
          long length = (entry >>> (63 - bits)) & ((1L << bits) - 1);
          reach.to(entry & ((1L << (63 - bits)) - 1), length);
        } else if (entry != 0) {
          reach.to(entry, 1);
        }
      }
    }
  }
}
