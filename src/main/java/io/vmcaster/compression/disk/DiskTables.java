package io.vmcaster.compression.disk;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import io.vmcaster.context.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** The tables of formats that have a plain one, or one of plain ones. */
final class DiskTables {

  private static final int VHD_FOOTER = 512;
  private static final int VHD_DYNAMIC = 3;

  /** In the same place for VirtualBox and Virtual PC: only the changes to another file. */
  private static final int DIFFERENCES = 4;

  private static final int LONGEST_NAME = 1023;

  private DiskTables() {}

  /** An image of a compact disc (ECMA-119): its first volume descriptor. */
  static void iso(ImageBytes bytes) throws NotWhole, IOException {
    long volume = 0x8000;
    if (bytes.at(volume, 1)[0] == 1) {
      Reach reach = new Reach(bytes);
      int blockSize = Short.toUnsignedInt(bytes.little(volume + 128, 2).getShort());
      reach.to(0, bytes.littleInt(volume + 80) * blockSize);
      reach.require("its files");
    }
  }

  /** An expandable disk of Parallels (QEMU's {@code docs/interop/parallels.txt}). */
  static void parallels(ImageBytes bytes) throws NotWhole, IOException {
    Reach reach = new Reach(bytes);
    long block = bytes.littleInt(28) * 512;
    long unit = bytes.has(0, "WithouFreSpacExt") ? block : 512;
    reach
        .ints(64, bytes.littleInt(32), LITTLE_ENDIAN)
        .filter(place -> place != 0)
        .forEach(place -> reach.to(place * unit, block));
    reach.require("its blocks");
  }

  /** VirtualBox's format (QEMU's {@code block/vdi.c}). */
  static void vdi(ImageBytes bytes) throws NotWhole, IOException {
    byte[] parent = bytes.at(0x1a8, 16);
    if (bytes.littleInt(76) == DIFFERENCES || !Arrays.equals(parent, new byte[16])) {
      throw new NotWhole(
          "it holds only the changes to another VDI file, the one whose UUID begins with the bytes "
              + HexFormat.of().formatHex(parent, 0, 4));
    }
    Reach reach = new Reach(bytes);
    reach.to(0, 0x1a8);
    long data = bytes.littleInt(0x158);
    long blockSize = bytes.littleInt(0x178);
    long left = bytes.littleLong(0x170);
    PrimitiveIterator.OfLong blocks =
        reach.ints(bytes.littleInt(0x154), bytes.littleInt(0x180), LITTLE_ENDIAN).iterator();
    while (blocks.hasNext()) {
      long block = blocks.nextLong();
      if (block < 0xffff_fffeL) { // that and the next one say that there is none
        reach.to(data + block * blockSize, Math.max(1, Math.min(blockSize, left)));
      }
      left -= blockSize;
    }
    reach.require("its blocks");
  }

  /** Virtual PC's format: a raw disk with a footer, or a dynamic one with a copy of it in front. */
  static void vhd(ImageBytes bytes) throws NotWhole, IOException {
    if (!bytes.has(0, "conectix")) {
      long there = bytes.size() - VHD_FOOTER;
      long wanted = bytes.bigLong(there + 48);
      if (bytes.bigInt(there + 60) != VHD_DYNAMIC && wanted > there) {
        throw new NotWhole(
            "of the " + Messages.count(wanted, "byte") + " of its disk it has " + there);
      }
      return;
    }
    long header = bytes.bigLong(16);
    int type = bytes.bigInt(60);
    if (type == DIFFERENCES) {
      String name = new String(bytes.at(header + 64, 512), StandardCharsets.UTF_16BE);
      throw new NotWhole(
          "it holds only the changes to another VHD file, " + name.replace("\0", ""));
    }
    if (type == VHD_DYNAMIC) {
      Reach reach = new Reach(bytes);
      long blockSize = Integer.toUnsignedLong(bytes.bigInt(header + 32));
      reach
          .ints(bytes.bigLong(header + 16), bytes.bigInt(header + 28), BIG_ENDIAN)
          .filter(sector -> sector != 0xffff_ffffL)
          .forEach(sector -> reach.to(sector * 512, blockSize));
      reach.require("its blocks");
    }
    if (bytes.size() != ImageBytes.UNKNOWN && !DiskFormat.hasVhdFooter(bytes)) {
      throw new NotWhole("it is cut off: the footer that ends it is missing");
    }
  }

  /** QEMU's enhanced disk (QEMU's {@code docs/interop/qed_spec.txt}). */
  static void qed(ImageBytes bytes) throws NotWhole, IOException {
    if ((bytes.littleLong(16) & 1) != 0) {
      int length = (int) Math.min(bytes.littleInt(60), LONGEST_NAME);
      throw new NotWhole(
          "it holds only the changes to its backing file "
              + bytes.text(bytes.littleInt(56), length));
    }
    Reach reach = new Reach(bytes);
    long cluster = bytes.littleInt(4);
    long entries = cluster * bytes.littleInt(8) / 8;
    for (long table : inOrder(reach.longs(bytes.littleLong(40), entries, LITTLE_ENDIAN))) {
      reach
          .longs(table, entries, LITTLE_ENDIAN)
          .filter(offset -> offset > 1 || offset < 0)
          .forEach(offset -> reach.to(offset, cluster));
    }
    reach.require("its clusters");
  }

  /** The first version of QEMU's format. */
  static void qcow(ImageBytes bytes) throws NotWhole, IOException {
    Qcow2.requireNoBackingFile(bytes);
    Reach reach = new Reach(bytes);
    reach.to(0, 48);
    int bits = bytes.at(32, 1)[0];
    int tableBits = bytes.at(33, 1)[0];
    if (bits >= 9 && bits <= 16 && tableBits >= 6 && tableBits <= 13) {
      long covered = 1L << (bits + tableBits);
      long count = (bytes.bigLong(24) + covered - 1) / covered;
      for (long table : inOrder(reach.longs(bytes.bigLong(40), count, BIG_ENDIAN))) {
        reach
            .longs(table, 1L << tableBits, BIG_ENDIAN)
            .filter(entry -> entry != 0)
            .forEach(entry -> qcowCluster(entry, bits, reach));
      }
    }
    reach.require("its clusters");
  }

  /** The highest bit says that it is compressed; its length is then below. */
  private static void qcowCluster(long entry, int bits, Reach reach) {
    if (entry < 0) {
      long length = (entry >>> (63 - bits)) & ((1L << bits) - 1);
      reach.to(entry & ((1L << (63 - bits)) - 1), length);
    } else {
      reach.to(entry, 1);
    }
  }

  /**
   * The tables that a table names, so that a packed image is read from its beginning to its end.
   */
  static long[] inOrder(LongStream tables) {
    long[] all = tables.toArray();
    Arrays.sort(all); // a stream would make an object of each to tell duplicates
    int count = 0;
    for (long table : all) {
      if (table != 0 && (count == 0 || table != all[count - 1])) {
        all[count++] = table;
      }
    }
    return Arrays.copyOf(all, count);
  }
}
