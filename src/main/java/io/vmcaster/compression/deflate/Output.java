package io.vmcaster.compression.deflate;

import java.util.Arrays;

/** Bytes that are being put together, in an array that grows. For use by one thread. */
public final class Output {

  private byte[] bytes;
  private int length;

  /** Nothing yet, in an array that becomes this output's own. */
  public Output(byte[] room) {
    bytes = room;
  }

  /** The array; what lies behind the {@link #length} means nothing. Another one after growing. */
  public byte[] array() {
    return bytes;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** Makes room for so many bytes more. */
  public void ensure(int room) {
    if (bytes.length - length < room) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + room));
    }
  }

  /** So many bytes were written into the array behind the others. */
  public void extend(int count) {
    length += count;
  }

  /** Takes back all bytes from a length on. */
  public void shorten(int to) {
    length = to;
  }

  /** Adds a byte; its lowest eight bits count. */
  public void add(int octet) {
    ensure(1);
    bytes[length++] = (byte) octet;
  }

  /** Adds a number of two bytes, the lower one first. */
  public void addShort(int number) {
    add(number);
    add(number >>> 8);
  }

  /** Adds bytes. */
  public void add(byte[] from, int offset, int count) {
    ensure(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }
}
