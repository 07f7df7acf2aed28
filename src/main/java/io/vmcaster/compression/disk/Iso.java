package io.vmcaster.compression.disk;

import java.io.IOException;
import java.util.OptionalLong;

/** An image of a compact disc (ECMA-119). */
final class Iso implements DiskFormat {

  /** Where the first volume descriptor begins. */
  private static final long VOLUME = 0x8000;

  @Override
  public String name() {
    return "iso";
  }

  @Override
  public boolean claims(ImageBytes bytes) throws IOException {
    return bytes.has(VOLUME + 1, "CD001");
  }

  @Override
  public OptionalLong virtualSize(ImageBytes bytes) throws IOException {
    return bytes.size() == ImageBytes.UNKNOWN
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.size());
  }

  @Override
  public void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    if (bytes.at(VOLUME, 1)[0] == 1) {
      Reach reach = new Reach();
      int blockSize = Short.toUnsignedInt(bytes.little(VOLUME + 128, 2).getShort());
      reach.to(0, bytes.littleInt(VOLUME + 80) * blockSize);
      reach.require(bytes, "its files");
    }
  }
}
