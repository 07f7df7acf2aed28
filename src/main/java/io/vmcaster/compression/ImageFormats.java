package io.vmcaster.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Tells image formats by their content, as QEMU's block drivers and the format's documents do. */
public final class ImageFormats {

  /** How much of a compressed file is looked at: enough for every sign but a footer. */
  private static final int HEAD = 1 << 20;

  private ImageFormats() {}

  /**
   * Looks at a file.
   *
   * @throws io.vmcaster.error.NotFoundFailure when it is not there
   * @throws io.vmcaster.error.InvalidDataFailure when it is a directory, empty, no file, or cannot
   *     be read
   */
  public static ImageFormat detect(Path path) {
    SourceFile file = SourceFile.of(path);
    try (RandomAccessFile opened = new RandomAccessFile(path.toFile(), "r")) {
      ImageBytes bytes = ImageBytes.of(opened);
      Compression compression = Compression.ofContent(bytes.at(0, 10));
      return compression == Compression.NONE
          ? detect(bytes, OptionalLong.of(file.size()))
          : detectInside(path, compression);
    } catch (IOException e) {
      throw SourceFile.unreadable(path, e);
    }
  }

  private static ImageFormat detect(ImageBytes bytes, OptionalLong size) throws IOException {
    if (bytes.has(0, "QFI\u00fb")) {
      return plain(bytes.bigInt(4) == 1 ? "qcow" : "qcow2", OptionalLong.of(bytes.bigLong(24)));
    }
    if (bytes.has(0, "KDMV")) {
      return plain("vmdk", OptionalLong.of(bytes.littleLong(12) * 512));
    }
    if (bytes.has(0, "# Disk DescriptorFile") || bytes.has(0, "COWD")) {
      return plain("vmdk", OptionalLong.empty());
    }
    if (bytes.littleInt(64) == 0xbeda107f) {
      return plain("vdi", OptionalLong.of(bytes.littleLong(0x170)));
    }
    if (bytes.has(0, "vhdxfile")) {
      return plain("vhdx", Vhdx.virtualSize(bytes));
    }
    return detectLessPlain(bytes, size);
  }

  private static ImageFormat detectLessPlain(ImageBytes bytes, OptionalLong size)
      throws IOException {
    if (bytes.has(0, "conectix")) {
      return plain("vhd", OptionalLong.of(bytes.bigLong(48)));
    }
    long footer = size.orElse(0) - 512;
    if (footer >= 0 && bytes.has(footer, "conectix")) {
      return plain("vhd", OptionalLong.of(bytes.bigLong(footer + 48)));
    }
    if (TarArchive.begins(bytes)) {
      String name = TarArchive.holds(".ovf", bytes) ? "ova" : "tar";
      return plain(name, OptionalLong.empty());
    }
    return plain(bytes.has(0x8001, "CD001") ? "iso" : ImageFormat.RAW, size);
  }

  private static ImageFormat plain(String name, OptionalLong virtualSize) {
    boolean sensible = virtualSize.orElse(0) > 0;
    return new ImageFormat(name, Compression.NONE, sensible ? virtualSize : OptionalLong.empty());
  }

  private static ImageFormat detectInside(Path path, Compression compression) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(path);
        InputStream plain = Codecs.decompressor(compression, in)) {
      head = plain.readNBytes(HEAD);
    } catch (IOException e) {
      throw SourceFile.refused(
          path, "it begins as " + compression.suffix() + " data but is damaged", e);
    }
    ImageFormat inside = detect(ImageBytes.of(head), OptionalLong.empty());
    return new ImageFormat(inside.name(), compression, inside.virtualSize());
  }
}
