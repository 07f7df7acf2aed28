package io.vmcaster.compression;

import io.vmcaster.compression.disk.Archive;
import io.vmcaster.compression.disk.DiskFormat;
import io.vmcaster.model.Ascii;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What kind of image a file holds, by its content.
 *
 * @param name {@code qcow2}, {@code qcow} (its first version), {@code vmdk}, {@code vdi}, {@code
 *     vhd}, {@code vhdx}, {@code qed}, {@code parallels}, {@code ova}, {@code tar} (an archive that
 *     is no OVA), {@code iso}, the ending of an archive that nobody unpacks, such as {@code zip},
 *     or {@code raw}, which is what nothing else claims
 * @param compression how the file is compressed as a whole
 * @param virtualSize the size in bytes of the disk that a machine sees, where the file tells
 */
public record ImageFormat(String name, Compression compression, OptionalLong virtualSize) {

  private static final Set<String> NAMES =
      Set.of("qcow2", "vmdk", "vdi", "vhd", "vhdx", "ova", "iso");

  /** What {@code hv:format} should say of this file, such as {@code qcow2} or {@code raw.gz}. */
  public String hvFormat() {
    return compression == Compression.NONE ? name : name + "." + compression.suffix();
  }

  /** Whether there is nothing to win by compressing it. */
  public boolean isPacked() {
    return compression != Compression.NONE || Archive.isName(name);
  }

  /**
   * Whether an {@code hv:format} cannot be right for this file: it names another format than the
   * content shows. Names that say nothing about the content, such as {@code img}, contradict
   * nothing; nor does a compression that the file has yet to get.
   *
   * @param hvFormat such as {@code qcow2.gz}
   */
  public boolean contradicts(String hvFormat) {
    Compression declared = Compression.ofFormat(hvFormat);
    if (compression != Compression.NONE && compression != declared) {
      return true;
    }
    if (Archive.isName(name)) {
      return !Arrays.asList(hvFormat.split("\\.")).contains(name);
    }
    for (String part : Ascii.lower(hvFormat).split("\\.")) {
      String known = known(part);
      if (!known.equals(name)
          && (NAMES.contains(known) || known.equals(DiskFormat.RAW))
          && !mayBe(known)) {
        return true;
      }
    }
    return false;
  }

  /** An ISO image is written to a disk like a raw one; a fixed VHD is one but for its end. */
  private boolean mayBe(String declared) {
    boolean endUnseen = compression != Compression.NONE && name.equals(DiskFormat.RAW);
    return declared.equals(DiskFormat.RAW)
        ? name.equals("iso")
        : declared.equals("vhd") && endUnseen;
  }

  private static String known(String part) {
    return switch (part) {
      case "vpc" -> "vhd";
      case "iso9660" -> "iso";
      default -> part;
    };
  }
}
