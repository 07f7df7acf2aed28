package io.vmcaster.uploader.gsidcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Cuts arriving bytes into lines. */
final class LineBuffer {
  private final int limit;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final Queue<String> lines = new ArrayDeque<>();

  /**
   * Starts empty.
   *
   * @param limit how many bytes a line may have
   */
  LineBuffer(int limit) {
    this.limit = limit;
  }

  void add(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        lines.add(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
      } else if (begun.size() == limit) {
        throw new IOException("a line is longer than " + limit + " bytes");
      } else {
        begun.write(bytes[i]);
      }
    }
  }

  /** The oldest whole line, without its end. */
  Optional<String> next() {
    return Optional.ofNullable(lines.poll());
  }
}
