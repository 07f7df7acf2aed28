package io.vmcaster.signing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Splits the body of a multipart message. */
final class Multipart {

  private Multipart() {}

  /**
   * The parts of a message; the line end before a boundary belongs to the boundary.
   *
   * @return empty when the boundary that ends the message is not there
   */
  static Optional<List<byte[]>> split(byte[] body, String boundary) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    List<byte[]> parts = new ArrayList<>();
    int partStart = -1;
    for (int line = 0; line < body.length; line = nextLine(body, line)) {
      if (!startsWith(body, line, delimiter)) {
        continue;
      }
      if (partStart >= 0) {
        parts.add(Arrays.copyOfRange(body, partStart, withoutLineEnd(body, partStart, line)));
      }
      if (isLast(body, line + delimiter.length)) {
        return Optional.of(parts);
      }
      partStart = nextLine(body, line);
    }
    return Optional.empty();
  }

  private static boolean isLast(byte[] body, int position) {
    return position + 1 < body.length && body[position] == '-' && body[position + 1] == '-';
  }

  private static boolean startsWith(byte[] body, int line, byte[] delimiter) {
    int end = line + delimiter.length;
    return end <= body.length && Arrays.equals(body, line, end, delimiter, 0, delimiter.length);
  }

  private static int nextLine(byte[] body, int position) {
    int next = position;
    while (next < body.length && body[next] != '\n') {
      next++;
    }
    return Math.min(next + 1, body.length);
  }

  private static int withoutLineEnd(byte[] body, int start, int end) {
    int last = end;
    if (last > start && body[last - 1] == '\n') {
      last--;
    }
    while (last > start && body[last - 1] == '\r') {
      last--;
    }
    return last;
  }
}
