package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;

/** An image of a compact disc (ECMA-119). */
final class Iso {

  /** Where the first volume descriptor begins. */
  private static final long VOLUME = 0x8000;

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    if (bytes.at(VOLUME, 1)[0] == 1) {
      Reach reach = new Reach();
      int blockSize = Short.toUnsignedInt(bytes.little(VOLUME + 128, 2).getShort());
      reach.to(0, bytes.littleInt(VOLUME + 80) * blockSize);
      reach.require(bytes, "its files");
    }
  }
}
