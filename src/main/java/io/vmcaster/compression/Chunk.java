package io.vmcaster.compression;

/** A buffer with some of a file's bytes at its beginning. */
final class Chunk {

  static final Chunk END = new Chunk(new byte[0], 0);

  private final byte[] buffer;
  private final int length;

  /**
   * A part of a file.
   *
   * @param buffer not copied; used again once the chunk was released
   * @param length how many bytes there are; 0 at the end of the file
   */
  Chunk(byte[] buffer, int length) {
    this.buffer = buffer;
    this.length = length;
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  boolean isEnd() {
    return length == 0;
  }
}
