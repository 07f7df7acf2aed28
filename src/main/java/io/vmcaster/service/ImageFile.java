package io.vmcaster.service;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor;
import io.vmcaster.compression.ImageFormat;
import io.vmcaster.compression.ImageFormat.Unpacking;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Look.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The file of a new build, and what can be seen in it. */
final class ImageFile {

  private final Path path;
  private final ImageFormat content;
  private final Run run;
  private final long size;
  private Sha512 digest;
  private String told = "";

  private ImageFile(Path path, ImageFormat content, long size, Run run) {
    this.path = path;
    this.content = content;
    this.size = size;
    this.run = run;
  }

  /**
   * Looks at a file.
   *
   * @throws io.vmcaster.error.Failure.NotFoundFailure when it is not there
   * @throws InvalidDataFailure when it is empty or no plain file
   */
  static ImageFile of(Path path, Run run) {
    ImageFormat content = ImageFormat.detect(path);
    try {
      return new ImageFile(path, content, Files.size(path), run);
    } catch (IOException e) {
      throw new NotFoundFailure("cannot read " + path + ": " + e.getMessage(), null, e);
    }
  }

  /** The format to publish as: the declared one, else the one seen in the file. */
  String format(Image image) {
    Optional<String> declared = image.text(Keys.FORMAT).filter(text -> !text.isBlank());
    if (declared.isEmpty()) {
      OptionalLong disk = content.virtualSize();
      run.messages()
          .info(
              (path + " is " + content.hvFormat())
                  + (disk.isPresent() ? ", a disk of " + disk.getAsLong() + " bytes" : ""));
    } else if (content.contradicts(declared.get())) {
      boolean packedTwice = content.isPacked() && compression(declared.get()) != Compression.NONE;
      run.messages()
          .warn(
              "image %s is declared as %s, but %s looks like %s%s"
                  .formatted(
                      image.id(),
                      declared.get(),
                      path,
                      content.hvFormat(),
                      packedTwice ? ": it is compressed already, and is compressed again" : ""));
    }
    return declared.orElse(content.hvFormat());
  }

  /**
   * Makes sure that the file is a whole image, as far as can be told without unpacking it.
   *
   * @param format to publish it as
   * @param force say what is missing as a warning
   * @throws InvalidDataFailure with what is missing
   */
  void requireWhole(String format, boolean force) {
    ImageFormat.missing(path, expected(format)).ifPresent(missing -> refuse(missing, force));
  }

  /** Unpacks a compressed file from now on; see {@link #requireWhole(Unpacking, boolean)}. */
  Unpacking unpacking(String format) {
    return new Unpacking(path, content.compression(), expected(format));
  }

  /** The file's own name tells, too. */
  private String expected(String format) {
    return format + "." + path.getFileName();
  }

  /** The same by what was unpacked. */
  void requireWhole(Unpacking unpacking, boolean force) {
    unpacking.missing().ifPresent(missing -> refuse(missing, force));
  }

  private void refuse(String missing, boolean force) {
    String message = path + " is not a whole image: " + missing;
    if (!force) {
      throw new InvalidDataFailure(
          message,
          "Make one file of it (qemu-img convert -O qcow2 does), or copy it again; --force uploads"
              + " it as it is.");
    }
    if (!message.equals(told)) {
      told = message;
      run.messages().warn(message + "; --force uploads it all the same");
    }
  }

  /** How it is packed to be of a format; not at all when it is packed so already. */
  Compression compression(String format) {
    Compression wanted = Compression.ofFormat(format);
    return content.compression() == wanted ? Compression.NONE : wanted;
  }

  /** Whether what is published of an image was made of this very file. */
  boolean isPublished(Image image, Optional<ImageSource> source) {
    Optional<Sha512> published = image.sha512();
    Optional<ImageSource> known =
        source.filter(candidate -> published.equals(Optional.of(candidate.published())));
    if (known.isPresent()) {
      return size == known.get().size() && digest().equals(known.get().sha512());
    }
    return published.isPresent()
        && image.text(Keys.SIZE).filter(Long.toString(size)::equals).isPresent()
        && digest().equals(published.get());
  }

  private Sha512 digest() {
    if (digest == null) {
      digest = ImageCompressor.sha512(path, run.progress());
    }
    return digest;
  }
}
