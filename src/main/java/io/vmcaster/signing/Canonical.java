package io.vmcaster.signing;

import java.util.Arrays;

/** The form of text that S/MIME signs: every line but the last ends with CR and LF. */
final class Canonical {

  private Canonical() {}

  /**
   * Text with CR and LF at line ends, whatever it had, in the way of OpenSSL (format 2.3): CRs in
   * front of a line end are dropped, other CRs and trailing blanks stay.
   */
  static byte[] crlf(byte[] text) {
    return withLineEnds(text, new byte[] {'\r', '\n'});
  }

  /** The same with LF alone. */
  static byte[] lf(byte[] text) {
    return withLineEnds(text, new byte[] {'\n'});
  }

  private static byte[] withLineEnds(byte[] text, byte[] lineEnd) {
    byte[] out = new byte[text.length + lines(text) * lineEnd.length];
    int length = 0;
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        int line = withoutCr(text, start, i) - start;
        System.arraycopy(text, start, out, length, line);
        System.arraycopy(lineEnd, 0, out, length + line, lineEnd.length);
        length += line + lineEnd.length;
        start = i + 1;
      }
    }
    int rest = text.length - start;
    System.arraycopy(text, start, out, length, rest);
    return Arrays.copyOf(out, length + rest);
  }

  private static int lines(byte[] text) {
    int lines = 0;
    for (byte octet : text) {
      lines += octet == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static int withoutCr(byte[] text, int start, int end) {
    int last = end;
    while (last > start && text[last - 1] == '\r') {
      last--;
    }
    return last;
  }

  /** Text without the line ends at its end. */
  static byte[] withoutFinalLineEnd(byte[] text) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(text, end);
  }
}
