package io.vmcaster.compression;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A tar archive (POSIX ustar), as far as an image needs it. An OVA is one with a descriptor, {@code
 * .ovf}: DSP0243 (5.1) has it as the first file, but programs that unpack OVAs take it anywhere.
 */
final class TarArchive {

  private static final int BLOCK = 512;

  /** How many files are looked at: an OVA has few, and not every archive is one. */
  private static final int FILES = 64;

  private TarArchive() {}

  /** Whether these are the bytes of an archive. */
  static boolean begins(ImageBytes bytes) throws IOException {
    return isHeader(bytes, 0);
  }

  /** Whether the archive has a file whose name ends so, among the first ones. */
  static boolean holds(String ending, ImageBytes bytes) throws IOException {
    long offset = 0;
    for (int file = 0; file < FILES && isHeader(bytes, offset); file++) {
      if (text(bytes, offset, 100).endsWith(ending)) {
        return true;
      }
      offset += BLOCK + blocks(text(bytes, offset + 124, 12).strip()) * BLOCK;
    }
    return false;
  }

  private static boolean isHeader(ImageBytes bytes, long offset) throws IOException {
    return bytes.has(offset + 257, "ustar");
  }

  /** The blocks of a file by its size in octal digits; none when it is written otherwise. */
  private static long blocks(String size) {
    boolean octal = !size.isEmpty() && size.chars().allMatch(c -> c >= '0' && c <= '7');
    return octal ? (Long.parseLong(size, 8) + BLOCK - 1) / BLOCK : 0;
  }

  private static String text(ImageBytes bytes, long offset, int length) throws IOException {
    String field = new String(bytes.at(offset, length), StandardCharsets.ISO_8859_1);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }
}
