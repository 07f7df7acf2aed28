package io.vmcaster.compression.disk;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** VMware's format (Virtual Disk Format 5.0; QEMU's {@code block/vmdk.c}). */
final class Vmdk {

  /** Sparse extents of ESX. */
  private static final String OLD_SPARSE = "COWD";

  private static final int SECTOR = 512;
  private static final int LONGEST_DESCRIPTION = 1 << 20;
  private static final int MOST_GRAINS = 1 << 16;
  private static final long COMPRESSED = 1 << 16;
  private static final long AT_THE_END = -1;

  private static final Pattern EXTENT =
      Pattern.compile(
          "^\\s*(?:RW|RDONLY|NOACCESS)\\s+\\d+\\s+(?!ZERO)\\w+\\s+\"([^\"\r\n]*)\"",
          Pattern.MULTILINE);
  private static final Pattern PARENT =
      Pattern.compile("^\\s*parentCID\\s*=\\s*(?!f{8})([0-9a-f]+)", Pattern.MULTILINE);
  private static final Pattern PARENT_NAME =
      Pattern.compile("^\\s*parentFileNameHint\\s*=\\s*\"([^\"\r\n]*)\"", Pattern.MULTILINE);

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    if (DiskFormat.isVmdkText(bytes)) {
      throw new NotWhole(
          "it only describes a disk that is in other files: " + String.join(", ", extents(bytes)));
    }
    long place = bytes.littleLong(28) * SECTOR;
    long length = Math.max(0, Math.min(bytes.littleLong(36) * SECTOR, LONGEST_DESCRIPTION));
    String description = place > 0 ? bytes.text(place, (int) length) : "";
    if (bytes.has(0, OLD_SPARSE) || !description.contains("createType")) {
      throw new NotWhole("it is a part of a disk, without the file that describes the whole");
    }
    requireAlone(description);
    requireGrains(bytes);
  }

  private static void requireAlone(String description) throws NotWhole {
    requireNoParent(description);
    List<String> extents = extents(description);
    if (extents.size() > 1) {
      throw new NotWhole("its disk is in several files: " + String.join(", ", extents));
    }
  }

  private static void requireNoParent(String description) throws NotWhole {
    if (PARENT.matcher(description).find()) {
      Matcher name = PARENT_NAME.matcher(description);
      throw new NotWhole(
          "it holds only the changes to another VMDK file"
              + (name.find() ? " " + name.group(1) : ""));
    }
  }

  /** The files with the disk that a text describes. */
  static List<String> extents(ImageBytes description) throws NotWhole, IOException {
    String text = description.text(0, (int) Math.min(description.size(), LONGEST_DESCRIPTION));
    requireNoParent(text);
    return extents(text);
  }

  private static List<String> extents(String description) {
    List<String> names = new ArrayList<>();
    Matcher extent = EXTENT.matcher(description);
    while (extent.find()) {
      names.add(extent.group(1));
    }
    return names;
  }

  private static void requireGrains(ImageBytes bytes) throws NotWhole, IOException {
    Reach reach = new Reach(bytes);
    reach.to(0, SECTOR);
    long directory = bytes.littleLong(56);
    if (directory == AT_THE_END) {
      long footer = bytes.size() - 2 * SECTOR;
      if (bytes.size() == ImageBytes.UNKNOWN) {
        return;
      }
      if (!bytes.has(footer, "KDMV")) {
        throw new NotWhole("it is cut off: its end, which tells where everything is, is missing");
      }
      directory = bytes.littleLong(footer + 56);
    }
    walk(bytes, directory * SECTOR, reach);
    reach.require("its grains");
  }

  private static void walk(ImageBytes bytes, long directory, Reach reach) throws IOException {
    long grain = bytes.littleLong(20);
    long grains = bytes.littleInt(44);
    long capacity = bytes.littleLong(12);
    boolean sensible = grain > 0 && grain <= 1 << 20 && grains > 0 && grains <= MOST_GRAINS;
    if (!sensible || capacity <= 0) {
      return;
    }
    long count = (capacity - 1) / (grain * grains) + 1;
    long last = 0;
    for (long table : DiskTables.inOrder(reach.ints(directory, count, LITTLE_ENDIAN))) {
      last = Math.max(last, reach.ints(table * SECTOR, grains, LITTLE_ENDIAN).max().orElse(0));
    }
    if (last > 1) {
      boolean packed = (bytes.littleInt(8) & COMPRESSED) != 0;
      long length = packed ? 12 + bytes.littleInt(last * SECTOR + 8) : grain * SECTOR;
      reach.to(last * SECTOR, length);
    }
  }
}
