package io.vmcaster.compression;

import io.vmcaster.compression.disk.DiskFormat;
import io.vmcaster.compression.disk.ImageBytes;
import io.vmcaster.compression.disk.NotWhole;
import io.vmcaster.compression.disk.UnpackedBytes;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells image formats by their content, and whether all of an image is there. */
public final class ImageFormats {

  private ImageFormats() {}

  /**
   * Looks at a file.
   *
   * @throws io.vmcaster.error.Failure.NotFoundFailure when it is not there
   * @throws InvalidDataFailure when it is a directory, empty, no file, cannot be read, or wants too
   *     much memory to be unpacked
   */
  public static ImageFormat detect(Path path) {
    return look(
        path,
        (bytes, compression) -> {
          DiskFormat format = DiskFormat.of(bytes);
          OptionalLong size = format.virtualSize(bytes);
          return new ImageFormat(
              format.name(), compression, size.orElse(0) > 0 ? size : OptionalLong.empty());
        });
  }

  /**
   * What is missing of an image: by all of a plain file, and by the beginning of a compressed one.
   *
   * @param expected what it should be, such as {@code ova.gz}
   * @return the end of a sentence that begins with the file; empty when nothing is known to miss
   * @throws io.vmcaster.error.Failure as {@link #detect}
   */
  public static Optional<String> missing(Path path, String expected) {
    return look(path, (bytes, compression) -> missing(bytes, expected));
  }

  private static Optional<String> missing(ImageBytes bytes, String expected) throws IOException {
    try {
      DiskFormat format = DiskFormat.of(bytes);
      if (bytes.size() != ImageBytes.UNKNOWN) {
        format.requireSigns(expected);
      }
      format.requireWhole(bytes);
      return Optional.empty();
    } catch (NotWhole e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * What is missing of a compressed image, which is unpacked whole for that.
   *
   * @return as {@link #missing}; also when its compressed data is damaged or cut off
   */
  static Optional<String> missingInside(Path path, Compression compression, String expected) {
    try (UnpackedBytes bytes = unpacked(path, compression)) {
      Optional<String> missing = missing(bytes, expected);
      bytes.size();
      return missing;
    } catch (IOException e) {
      return Optional.of(
          "its " + compression.suffix() + " data is damaged or cut off: " + e.getMessage());
    }
  }

  private static UnpackedBytes unpacked(Path path, Compression compression) throws IOException {
    return new UnpackedBytes(
        () -> Files.newInputStream(path), packed -> Codecs.decompressor(compression, packed));
  }

  private static <T> T look(Path path, Look<T> look) {
    SourceFile.of(path);
    try (RandomAccessFile opened = new RandomAccessFile(path.toFile(), "r")) {
      ImageBytes bytes = ImageBytes.of(opened);
      Compression compression = Compression.ofContent(bytes.at(0, 10));
      return compression == Compression.NONE
          ? look.at(bytes, compression)
          : look.at(ImageBytes.ofHead(head(path, compression)), compression);
    } catch (IOException e) {
      throw SourceFile.unreadable(path, e);
    }
  }

  private static byte[] head(Path path, Compression compression) {
    try (UnpackedBytes bytes = unpacked(path, compression)) {
      return bytes.head();
    } catch (IOException e) {
      if (Codecs.wantsTooMuch(e)) {
        throw new InvalidDataFailure(
            "cannot use the image "
                + path
                + ": to unpack it, more than "
                + (Codecs.MEMORY >> 20)
                + " MiB of memory are needed, which subscribers may not have",
            "Pack it anew with a smaller window, as xz -9 or zstd -19 does.",
            e);
      }
      throw SourceFile.refused(
          path, "it begins as " + compression.suffix() + " data but is damaged", e);
    }
  }

  /** A look at the bytes of an image, or at the beginning of them. */
  private interface Look<T> {
    T at(ImageBytes bytes, Compression compression) throws IOException;
  }
}
