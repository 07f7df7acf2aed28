package io.vmcaster.compression;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pieces of an image wherever they are; behind its end there are zeros. */
@FunctionalInterface
interface ImageBytes {

  /** As many bytes from a place on. */
  byte[] at(long offset, int length) throws IOException;

  /** Those of an open file. */
  static ImageBytes of(RandomAccessFile file) {
    return (offset, length) -> {
      byte[] bytes = new byte[length];
      file.seek(offset);
      int done = 0;
      int count = file.read(bytes, 0, length);
      while (count > 0) {
        done += count;
        count = file.read(bytes, done, length - done);
      }
      return bytes;
    };
  }

  /** Those of the beginning of something. */
  static ImageBytes of(byte[] head) {
    return (offset, length) -> {
      if (offset < 0 || offset >= head.length) {
        return new byte[length];
      }
      return Arrays.copyOfRange(head, (int) offset, (int) offset + length);
    };
  }

  /** Whether a sign stands at a place; its characters are bytes. */
  default boolean has(long offset, String sign) throws IOException {
    byte[] wanted = sign.getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.equals(at(offset, wanted.length), wanted);
  }

  default int bigInt(long offset) throws IOException {
    return ByteBuffer.wrap(at(offset, 4)).getInt();
  }

  default long bigLong(long offset) throws IOException {
    return ByteBuffer.wrap(at(offset, 8)).getLong();
  }

  default int littleInt(long offset) throws IOException {
    return ByteBuffer.wrap(at(offset, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  default long littleLong(long offset) throws IOException {
    return ByteBuffer.wrap(at(offset, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
