package io.vmcaster.compression;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What kind of image a file holds, by its content.
 *
 * @param name {@code qcow2}, {@code qcow} (its first version), {@code vmdk}, {@code vdi}, {@code
 *     vhd}, {@code vhdx}, {@code ova}, {@code tar} (an archive that is no OVA), {@code iso} or
 *     {@code raw}, which is what nothing else claims
 * @param compression how the file is compressed as a whole
 * @param virtualSize the size in bytes of the disk that a machine sees, where the file tells
 */
public record ImageFormat(String name, Compression compression, OptionalLong virtualSize) {

  /** The name of an image that is only what it is by the absence of signs. */
  static final String RAW = "raw";

  private static final Set<String> NAMES =
      Set.of("qcow2", "vmdk", "vdi", "vhd", "vhdx", "ova", "iso");

  /** What {@code hv:format} should say of this file, such as {@code qcow2} or {@code raw.gz}. */
  public String hvFormat() {
    return compression == Compression.NONE ? name : name + "." + compression.suffix();
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
    for (String part : hvFormat.toLowerCase(Locale.ROOT).split("\\.")) {
      String known = known(part);
      if (!known.equals(name) && (NAMES.contains(known) || known.equals(RAW)) && !mayBe(known)) {
        return true;
      }
    }
    return false;
  }

  /** An ISO image is written to a disk like a raw one; a fixed VHD is one but for its end. */
  private boolean mayBe(String declared) {
    boolean endUnseen = compression != Compression.NONE && name.equals(RAW);
    return declared.equals(RAW) ? name.equals("iso") : declared.equals("vhd") && endUnseen;
  }

  private static String known(String part) {
    return switch (part) {
      case "vpc" -> "vhd";
      case "iso9660" -> "iso";
      default -> part;
    };
  }
}
