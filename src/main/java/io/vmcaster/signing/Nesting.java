package io.vmcaster.signing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses ASN.1 that is nested so deeply that a parser would run out of stack, before one sees it.
 * A signature has about twelve levels.
 */
final class Nesting {

  private static final int DEEPEST = 60;
  private static final long UNTIL_ITS_END_MARK = Long.MAX_VALUE;

  private final byte[] bytes;
  private final Deque<Long> ends = new ArrayDeque<>();
  private int position;

  private Nesting(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Looks at every value that is not inside a primitive one. */
  static void check(byte[] encoded) throws SignatureCheck.Refused {
    Nesting nesting = new Nesting(encoded);
    while (nesting.position < encoded.length) {
      nesting.step();
      if (nesting.ends.size() > DEEPEST) {
        throw new SignatureCheck.Refused("its signature is nested too deeply");
      }
    }
  }

  private void step() throws SignatureCheck.Refused {
    while (!ends.isEmpty() && position >= ends.peek()) {
      ends.pop();
    }
    int tag = next();
    if ((tag & 0x1f) == 0x1f) {
      throw damaged(); // tags of several octets are in no signature
    }
    long length = length();
    if (tag == 0 && length == 0 && !ends.isEmpty() && ends.peek() == UNTIL_ITS_END_MARK) {
      ends.pop();
    } else if ((tag & 0x20) != 0) {
      ends.push(length == UNTIL_ITS_END_MARK ? length : position + length);
    } else {
      position = (int) Math.min(bytes.length, position + length);
    }
  }

  private long length() throws SignatureCheck.Refused {
    int first = next();
    if (first < 0x80) {
      return first;
    }
    if (first == 0x80) {
      return UNTIL_ITS_END_MARK;
    }
    if (first > 0x84) {
      throw damaged();
    }
    long length = 0;
    for (int i = 0x80; i < first; i++) {
      length = length << 8 | next();
    }
    return length;
  }

  private int next() throws SignatureCheck.Refused {
    if (position >= bytes.length) {
      throw damaged();
    }
    return bytes[position++] & 0xff;
  }

  private static SignatureCheck.Refused damaged() {
    return new SignatureCheck.Refused("its signature is damaged");
  }
}
