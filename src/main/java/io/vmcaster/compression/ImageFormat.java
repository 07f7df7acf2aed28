package io.vmcaster.compression;

import io.vmcaster.compression.disk.DiskFormat;
import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.ImageBytes;
import io.vmcaster.compression.disk.UnpackedBytes;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Ascii;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * What kind of image a file holds, by its content.
 *
 * @param name {@code qcow2}, {@code qcow} (its first version), {@code vmdk}, {@code vdi}, {@code
 *     vhd}, {@code vhdx}, {@code qed}, {@code parallels}, {@code ova}, {@code tar} (an archive that
 *     is no OVA), {@code iso}, the ending of an archive that nobody unpacks, such as {@code zip},
 *     or {@code raw}, which is what nothing else claims
 * @param compression how the file is compressed as a whole
 * @param virtualSize the size in bytes of the disk that a machine sees, where the file tells
 */
public record ImageFormat(String name, Compression compression, OptionalLong virtualSize) {

  private static final Set<String> NAMES =
      Set.of("qcow2", "vmdk", "vdi", "vhd", "vhdx", "ova", "iso");

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
          return new ImageFormat(format.name(), compression, format.virtualSize(bytes));
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
      DiskFormat.of(bytes).requireWhole(bytes, expected);
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
    return new UnpackedBytes(() -> compression.decompressor(Files.newInputStream(path)));
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
      if (Compression.wantsTooMuch(e)) {
        throw new InvalidDataFailure(
            "cannot use the image %s: to unpack it, more than %s MiB of memory are needed, which"
                    .formatted(path, Compression.MEMORY >> 20)
                + " subscribers may not have",
            "Pack it anew with a smaller window, as xz -9 or zstd -19 does.",
            e);
      }
      throw SourceFile.refused(
          path, "it begins as " + compression.suffix() + " data but is damaged", e);
    }
  }

  /** What {@code hv:format} should say of this file, such as {@code qcow2} or {@code raw.gz}. */
  public String hvFormat() {
    return compression == Compression.NONE ? name : name + "." + compression.suffix();
  }

  /** Whether there is nothing to win by compressing it. */
  public boolean isPacked() {
    return compression != Compression.NONE || DiskFormat.isArchive(name);
  }

  /**
   * Whether an {@code hv:format} cannot be right for this file: it names another format than the
   * content shows. Names that say nothing about the content, such as {@code img}, contradict
   * nothing; nor does a compression that the file has yet to get.
   *
   * @param hvFormat such as {@code qcow2.gz}
   */
  public boolean contradicts(String hvFormat) {
    Compression declared = Compression.ofFormat(hvFormat);
    if (compression != Compression.NONE && compression != declared) {
      return true;
    }
    if (DiskFormat.isArchive(name)) {
      return !List.of(hvFormat.split("\\.")).contains(name);
    }
    for (String part : Ascii.lower(hvFormat).split("\\.")) {
      String known = known(part);
      if (!known.equals(name)
          && (NAMES.contains(known) || known.equals(DiskFormat.RAW))
          && !mayBe(known)) {
        return true;
      }
    }
    return false;
  }

  /** An ISO image is written to a disk like a raw one; a fixed VHD is one but for its end. */
  private boolean mayBe(String declared) {
    boolean endUnseen = compression != Compression.NONE && name.equals(DiskFormat.RAW);
    return declared.equals(DiskFormat.RAW)
        ? name.equals("iso")
        : declared.equals("vhd") && endUnseen;
  }

  private static String known(String part) {
    return switch (part) {
      case "vpc" -> "vhd";
      case "iso9660" -> "iso";
      default -> part;
    };
  }

  /** Unpacks a compressed file whole in a thread of its own, to see whether all of it is there. */
  public static final class Unpacking implements AutoCloseable {

    private final Workers worker = new Workers("vmcaster-unpacking", 1);
    private final Future<Optional<String>> missing;

    /**
     * Begins.
     *
     * @param compression of the file; nothing is done without one
     * @param expected what it should be, such as {@code ova.gz}
     */
    public Unpacking(Path path, Compression compression, String expected) {
      missing =
          worker.submit(
              () ->
                  compression == Compression.NONE
                      ? Optional.empty()
                      : missingInside(path, compression, expected));
    }

    /**
     * Waits for the end.
     *
     * @return what is missing, as the end of a sentence that begins with the file
     * @throws io.vmcaster.error.Failure.InterruptedFailure when this thread is interrupted
     */
    public Optional<String> missing() {
      return Workers.await(missing);
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  /** A look at the bytes of an image, or at the beginning of them. */
  private interface Look<T> {
    T at(ImageBytes bytes, Compression compression) throws IOException;
  }
}
