package io.vmcaster.credential;

import java.math.BigInteger;
import java.util.Arrays;

/** Walks through DER, for the few things that {@code java.security} keeps to itself. */
final class DerReader {

  static final int OBJECT_IDENTIFIER = 0x06;
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private final int end;
  private int position;

  /** Reads the values in an array one after the other. */
  DerReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private DerReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  boolean hasNext() {
    return position < end;
  }

  /** The tag of the next value. */
  int peekTag() {
    if (!hasNext()) {
      throw new IllegalArgumentException("DER ends too early");
    }
    return bytes[position] & 0xff;
  }

  /** Steps over the next value and reads what is in it. */
  DerReader enter() {
    peekTag();
    position++;
    int length = length();
    if (length < 0 || length > end - position) {
      throw new IllegalArgumentException("DER is cut off");
    }
    DerReader inside = new DerReader(bytes, position, position + length);
    position += length;
    return inside;
  }

  /** Steps over the next value. */
  DerReader skip() {
    enter();
    return this;
  }

  /** The next value with its tag and length. */
  byte[] whole() {
    int start = position;
    enter();
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** All that is left. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, position, end);
  }

  private int length() {
    int first = next();
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      if (length > 0x7fffff) {
        throw new IllegalArgumentException("DER has a huge length");
      }
      length = length << 8 | next();
    }
    return length;
  }

  private int next() {
    int value = peekTag();
    position++;
    return value;
  }

  /** The next value, which is an object identifier, in dotted form. */
  String objectIdentifier() {
    DerReader inside = enter();
    StringBuilder text = new StringBuilder();
    while (inside.hasNext()) {
      BigInteger arc = inside.arc();
      text.append(text.isEmpty() ? firstTwo(arc) : "." + arc);
    }
    return text.toString();
  }

  private BigInteger arc() {
    BigInteger value = BigInteger.ZERO;
    int octet = 0x80;
    while ((octet & 0x80) != 0) {
      octet = next();
      value = value.shiftLeft(7).or(BigInteger.valueOf(octet & 0x7f));
    }
    return value;
  }

  private static String firstTwo(BigInteger both) {
    int root = Math.min(both.min(BigInteger.valueOf(80)).intValue() / 40, 2);
    return root + "." + both.subtract(BigInteger.valueOf(40L * root));
  }
}
