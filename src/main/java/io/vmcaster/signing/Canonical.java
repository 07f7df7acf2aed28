package io.vmcaster.signing;

/** The form of text that S/MIME signs: every line but the last ends with CR and LF. */
final class Canonical {

  private Canonical() {}

  /**
   * Text with CR and LF at line ends, whatever it had, in the way of OpenSSL (format 2.3): CRs in
   * front of a line end are dropped, other CRs and trailing blanks stay.
   */
  static byte[] crlf(byte[] text) {
    return withLineEnds(text, "\r\n");
  }

  /** The same with LF alone. */
  static byte[] lf(byte[] text) {
    return withLineEnds(text, "\n");
  }

  private static byte[] withLineEnds(byte[] text, String lineEnd) {
    String[] lines = new String(text, MimePart.BYTES).split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      lines[i] = without(lines[i], "\r");
    }
    return String.join(lineEnd, lines).getBytes(MimePart.BYTES);
  }

  /** Text without the line ends at its end. */
  static byte[] withoutFinalLineEnd(byte[] text) {
    return without(new String(text, MimePart.BYTES), "\r\n").getBytes(MimePart.BYTES);
  }

  private static String without(String text, String ends) {
    int end = text.length();
    while (end > 0 && ends.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }
}
