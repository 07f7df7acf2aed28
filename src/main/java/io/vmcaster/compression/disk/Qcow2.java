package io.vmcaster.compression.disk;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** QEMU's format of today (QEMU's {@code docs/interop/qcow2.rst}). */
final class Qcow2 {

  private static final long CORRUPT = 2;
  private static final long EXTERNAL_DATA = 4;
  private static final long EXTENDED_ENTRIES = 16;

  /** The features without which it must not be opened: those above, "dirty", "compression type". */
  private static final long KNOWN = 31;

  private static final int DATA_FILE_NAME = 0x44415441;

  private static final int MOST_EXTENSIONS = 64;
  private static final int LONGEST_NAME = 1023;
  private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
  private static final long COMPRESSED = 1L << 62;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    requireNoBackingFile(bytes);
    long version = Integer.toUnsignedLong(bytes.bigInt(4));
    if (version != 2 && version != 3) {
      throw new NotWhole("it is damaged, or of an unknown version of qcow2: " + version);
    }
    boolean old = version == 2;
    long features = old ? 0 : bytes.bigLong(72);
    if ((features & ~KNOWN) != 0) {
      throw new NotWhole(
          "it is damaged, or needs unknown features of qcow2: incompatible bits 0x"
              + Long.toHexString(features & ~KNOWN));
    }
    if ((features & EXTERNAL_DATA) != 0) {
      throw new NotWhole("its data is in another file" + dataFile(bytes));
    }
    if ((features & CORRUPT) != 0) {
      throw new NotWhole("it is marked as damaged; qemu-img check -r all may repair it");
    }
    Reach reach = new Reach(bytes);
    reach.to(0, old ? 72 : 104);
    int clusterBits = bytes.bigInt(20);
    if (clusterBits < 9 || clusterBits > 21) {
      throw new NotWhole(
          "it is damaged: there are no qcow2 clusters of 2^" + clusterBits + " bytes");
    }
    if (bytes.bigLong(24) < 0) {
      throw new NotWhole("it is damaged: its disk has a negative size");
    }
    new Clusters(bytes, clusterBits, (features & EXTENDED_ENTRIES) != 0, reach).walk();
    reach.require("its clusters");
  }

  /** The same field in both versions of the format. */
  static void requireNoBackingFile(ImageBytes bytes) throws NotWhole, IOException {
    long backing = bytes.bigLong(8);
    if (backing != 0) {
      int length = Math.max(0, Math.min(bytes.bigInt(16), LONGEST_NAME));
      throw new NotWhole(
          "it holds only the changes to its backing file " + bytes.text(backing, length));
    }
  }

  private static String dataFile(ImageBytes bytes) throws IOException {
    long offset = bytes.bigInt(100);
    for (int i = 0; i < MOST_EXTENSIONS && bytes.bigInt(offset) != 0; i++) {
      int length = bytes.bigInt(offset + 4);
      if (bytes.bigInt(offset) == DATA_FILE_NAME) {
        return ", " + bytes.text(offset + 8, Math.max(0, Math.min(length, LONGEST_NAME)));
      }
      offset += 8 + ((Integer.toUnsignedLong(length) + 7) & ~7);
    }
    return "";
  }

  /** The clusters that the tables name; the tables of the second level in the file's order. */
  private record Clusters(ImageBytes bytes, int bits, boolean extended, Reach reach) {

    void walk() throws IOException {
      long refcounts = Integer.toUnsignedLong(bytes.bigInt(56)) << (bits - 3);
      reach
          .longs(bytes.bigLong(48), refcounts, BIG_ENDIAN)
          .map(block -> block & OFFSET)
          .filter(block -> block != 0)
          .forEach(block -> reach.to(block, 1));
      if (bytes.bigInt(60) != 0) {
        reach.to(bytes.bigLong(64), 1);
      }
      long size = bytes.bigLong(24);
      long clusters = (1L << bits) / (extended ? 16 : 8);
      long covered = clusters << bits;
      long count = Math.min(bytes.bigInt(36), (size - 1) / covered + 1); // no more are of the disk
      long[] first =
          reach
              .longs(bytes.bigLong(40), count, BIG_ENDIAN)
              .map(entry -> entry & OFFSET & -1L << bits)
              .toArray();
      for (long table : DiskTables.inOrder(LongStream.of(first))) {
        boolean last = table == first[first.length - 1];
        walk(table, last ? size - (first.length - 1) * covered : Long.MAX_VALUE);
      }
    }

    /** A table of the second level, for so many bytes of the disk and what lies behind its end. */
    private void walk(long offset, long bytesOfDisk) throws IOException {
      long left = bytesOfDisk;
      PrimitiveIterator.OfLong words = reach.longs(offset, 1L << (bits - 3), BIG_ENDIAN).iterator();
      while (words.hasNext()) {
        long entry = words.nextLong();
        boolean zeros = extended ? (int) words.nextLong() == 0 : (entry & 1) != 0;
        if ((entry & COMPRESSED) != 0) {
          compressed(entry);
        } else if ((entry & OFFSET) != 0 && !zeros) {
          reach.to(entry & OFFSET, Math.max(1, Math.min(1L << bits, left)));
        }
        left -= 1L << bits;
      }
    }

    /** The last of its sectors need not be full. */
    private void compressed(long entry) {
      int shift = 62 - (bits - 8);
      long offset = entry & ((1L << shift) - 1);
      long sectors = (entry >>> shift) & ((1L << (bits - 8)) - 1);
      reach.to(offset, Math.max(1, sectors * 512 - (offset & 511) + 1));
    }
  }
}
