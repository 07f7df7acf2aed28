package io.vmcaster.compression.disk;

import io.vmcaster.model.Ascii;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** A kind of image file. */
public interface DiskFormat {

  /** What a file is by the absence of other signs. */
  String RAW = "raw";

  /** The name that {@code hv:format} has for it. */
  String name();

  /** Whether a file is of this kind; asked in the order of {@link #of}. */
  boolean claims(ImageBytes bytes) throws IOException;

  /** The size in bytes of the disk that a machine sees; 0 or empty where the file does not tell. */
  OptionalLong virtualSize(ImageBytes bytes) throws IOException;

  /**
   * Makes sure that nothing of the image is elsewhere or lost, as far as its tables tell.
   *
   * @throws NotWhole with what is missing
   */
  void requireWhole(ImageBytes bytes) throws NotWhole, IOException;

  /**
   * Makes sure that the sign of the kind that a file should be was not all that was lost.
   *
   * @param expected its parts are names of formats, such as {@code vhd.gz}
   * @throws NotWhole with what is missing
   */
  default void requireSigns(String expected) throws NotWhole {
    // most signs are at the beginning, where they cannot be cut off
  }

  /** Whether a format has a part of that name. */
  static boolean expects(String expected, String... names) {
    return !Collections.disjoint(List.of(Ascii.lower(expected).split("\\.")), List.of(names));
  }

  /** The kind of a file. */
  static DiskFormat of(ImageBytes bytes) throws IOException {
    List<DiskFormat> kinds = new ArrayList<>(Archive.ALL);
    kinds.addAll(
        List.of(
            new Qcow(),
            new Qcow2(),
            new Vmdk(),
            new Vdi(),
            new Vhdx(),
            new Qed(),
            new Parallels(),
            new Appliance(),
            new TarArchive(),
            new Vhd(),
            new Iso()));
    for (DiskFormat kind : kinds) {
      if (kind.claims(bytes)) {
        return kind;
      }
    }
    return new Raw();
  }
}
