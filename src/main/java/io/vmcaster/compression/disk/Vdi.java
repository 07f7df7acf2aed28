package io.vmcaster.compression.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalLong;

/** VirtualBox's format (QEMU's {@code block/vdi.c}). */
final class Vdi implements DiskFormat {

  private static final long SIGN = 0xbeda107fL;
  private static final int MOST_BLOCKS = 16 << 20;
  private static final long FIRST_THAT_IS_NONE = 0xffff_fffeL;
  private static final int DIFFERENCES = 4;

  @Override
  public String name() {
    return "vdi";
  }

  @Override
  public boolean claims(ImageBytes bytes) throws IOException {
    return bytes.littleInt(64) == SIGN;
  }

  @Override
  public OptionalLong virtualSize(ImageBytes bytes) throws IOException {
    return OptionalLong.of(bytes.littleLong(0x170));
  }

  @Override
  public void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    byte[] parent = bytes.at(0x1a8, 16);
    if (bytes.littleInt(76) == DIFFERENCES || !isZero(parent)) {
      throw new NotWhole(
          "it holds only the changes to another VDI file, the one whose UUID begins with the bytes "
              + HexFormat.of().formatHex(parent, 0, 4));
    }
    Reach reach = new Reach();
    reach.to(0, 0x1a8);
    walk(bytes, reach);
    reach.require(bytes, "its blocks");
  }

  private static void walk(ImageBytes bytes, Reach reach) throws IOException {
    long map = bytes.littleInt(0x154);
    long data = bytes.littleInt(0x158);
    long blockSize = bytes.littleInt(0x178);
    int count = (int) Math.min(bytes.littleInt(0x180), MOST_BLOCKS);
    reach.to(map, 4L * count);
    if (!bytes.reaches(map + 4L * count - 1)) {
      return;
    }
    ByteBuffer blocks = bytes.little(map, 4 * count);
    long left = bytes.littleLong(0x170);
    while (blocks.hasRemaining()) {
      long block = Integer.toUnsignedLong(blocks.getInt());
      if (block < FIRST_THAT_IS_NONE) {
        reach.to(data + block * blockSize, Math.max(1, Math.min(blockSize, left)));
      }
      left -= blockSize;
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte one : bytes) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }
}
