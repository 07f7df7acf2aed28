package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import java.io.IOException;

/**
 * How far the tables of an image say that it goes. Compared with its size at the end, so that a
 * packed image is unpacked once.
 */
final class Reach {

  private long end;

  /** Something lies there; its length is what must be there of it. */
  void to(long offset, long length) {
    boolean sensible = offset >= 0 && length >= 0 && offset + length >= 0;
    end = Math.max(end, sensible ? offset + length : Long.MAX_VALUE - 1);
  }

  /** As far as another goes. */
  void to(Reach other) {
    end = Math.max(end, other.end);
  }

  /**
   * Compares.
   *
   * @param what of the image it is, in the plural
   */
  void require(ImageBytes bytes, String what) throws NotWhole, IOException {
    if (end > bytes.size()) {
      throw new NotWhole(
          "it is cut off: " + what + " go on to byte " + end + ", but it has " + bytes.size());
    }
  }
}
