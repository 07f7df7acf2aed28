package io.vmcaster.signing;

import java.io.ByteArrayOutputStream;
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
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + text.length / 16 + 16);
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        out.write(text, start, withoutCr(text, start, i) - start);
        out.write(lineEnd, 0, lineEnd.length);
        start = i + 1;
      }
    }
    out.write(text, start, text.length - start);
    return out.toByteArray();
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
