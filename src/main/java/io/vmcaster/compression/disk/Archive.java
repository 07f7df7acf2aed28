package io.vmcaster.compression.disk;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is packed in a way that no consumer unpacks: it is neither looked into nor taken for a disk.
 *
 * @param name as the ending of such files has it
 * @param sign its first bytes, as characters
 */
public record Archive(String name, String sign) implements DiskFormat {

  static final List<Archive> ALL =
      List.of(
          new Archive("zip", "PK\3\4"),
          new Archive("7z", "7z\u00bc\u00af'\u001c"),
          new Archive("rar", "Rar!\u001a\7"),
          new Archive("lzma", "]\0\0"),
          new Archive("lz", "LZIP\1"),
          new Archive("lz4", "\4\"M\u0018"),
          new Archive("lz4", "\2!L\u0018"),
          new Archive("lzo", "\u0089LZO\0\r\n\u001a\n"),
          new Archive("Z", "\u001f\u009d"),
          new Archive("sz", "\u00ff\6\0\0sNaPpY"));

  /** Whether an image's format is one of these. */
  public static boolean isName(String format) {
    return ALL.stream().anyMatch(archive -> archive.name.equals(format));
  }

  @Override
  public boolean claims(ImageBytes bytes) throws IOException {
    return bytes.has(0, sign);
  }

  @Override
  public OptionalLong virtualSize(ImageBytes bytes) {
    return OptionalLong.empty();
  }

  @Override
  public void requireWhole(ImageBytes bytes) {
    // Nobody can tell without unpacking it.
  }
}
