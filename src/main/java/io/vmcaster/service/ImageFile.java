package io.vmcaster.service;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor;
import io.vmcaster.compression.ImageCompressor.PackResult;
import io.vmcaster.compression.ImageFormat;
import io.vmcaster.compression.ImageFormat.Unpacking;
import io.vmcaster.context.Messages;
import io.vmcaster.context.OwnFile;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a new build: what can be seen in it, and its way to a server. */
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
                  + (disk.isPresent()
                      ? ", a disk of " + Messages.count(disk.getAsLong(), "byte")
                      : ""));
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

  /**
   * Sends the file, packed as a format asks; what is there when this returns is whole.
   *
   * @param level the compression's own level; empty for its default
   */
  PackResult send(Destination destination, Location temporary, String format, OptionalInt level)
      throws IOException {
    ImageCompressor compressor = new ImageCompressor(compression(format), level);
    return new Sending(path, compressor, destination, temporary, run).send();
  }

  /** Whether what is published of an image was made of this very file, packed as a format asks. */
  boolean isPublished(Image image, Optional<ImageSource> source, String format) {
    Optional<Sha512> published = image.sha512();
    Optional<ImageSource> known =
        source.filter(candidate -> published.equals(Optional.of(candidate.published())));
    if (known.isPresent() && !known.get().sha512().equals(known.get().published())) {
      return size == known.get().size()
          && isPackedAlike(image, format)
          && digest().equals(known.get().sha512());
    }
    return published.isPresent()
        && compression(format) == Compression.NONE
        && image.text(Keys.SIZE).filter(Long.toString(size)::equals).isPresent()
        && digest().equals(published.get());
  }

  /** Of a packed build the name tells how; one without such an ending is not of our making. */
  private boolean isPackedAlike(Image image, String format) {
    Compression now = Compression.ofFormat(image.text(Keys.URI).orElse(""));
    Compression wanted = compression(format);
    return wanted != Compression.NONE && (now == Compression.NONE || now == wanted);
  }

  private Sha512 digest() {
    if (digest == null) {
      digest = ImageCompressor.sha512(path, run.progress());
    }
    return digest;
  }

  /**
   * Packs a file on its way to a server, in one pass where the server can take bytes before their
   * number is known, and after what is there already where it can continue a file.
   *
   * @param source the file
   * @param temporary where it goes on the destination's server
   */
  record Sending(
      Path source,
      ImageCompressor compressor,
      Destination destination,
      Location temporary,
      Run run) {

    private static final Logger LOG = LoggerFactory.getLogger(ImageFile.class);

    PackResult send() throws IOException {
      long there =
          can(Capability.APPEND) ? destination.stat(temporary).map(RemoteFile::size).orElse(0L) : 0;
      if (there > 0) {
        try {
          return continueAfter(there);
        } catch (OtherBeginning e) {
          LOG.debug("what was left at " + temporary + " is not of this file");
        }
      }
      destination.uploader().remove(temporary.path());
      return sendWhole();
    }

    private boolean can(Capability capability) {
      return destination.uploader().capabilities().contains(capability);
    }

    private PackResult continueAfter(long there) throws IOException {
      Sha512 digest = destination.sha512(temporary, there, run.progress());
      run.messages()
          .info(
              "continuing after "
                  + Messages.count(there, "byte")
                  + ", which the server has already");
      try (Continued continued =
          new Continued(
              there, digest, () -> destination.uploader().append(temporary.path(), there))) {
        PackResult result = pack(continued);
        continued.commit();
        return result;
      }
    }

    private PackResult sendWhole() throws IOException {
      if (compressor.compression() == Compression.NONE) {
        return stream(Files.size(source));
      }
      if (can(Capability.STREAM)) {
        try {
          return stream(-1);
        } catch (TransferFailure refused) {
          if (can(Capability.STREAM)) {
            throw refused;
          } // a server may find out in the middle that it wants the size first
          LOG.debug("packing first: " + refused.getMessage());
        }
      }
      return sendPacked();
    }

    private PackResult stream(long size) throws IOException {
      try (Upload upload = destination.uploader().create(temporary.path(), size)) {
        PackResult result = pack(upload);
        upload.commit();
        return result;
      }
    }

    /** For a protocol that wants the size first: one copy on this machine, removed afterwards. */
    private PackResult sendPacked() throws IOException {
      Path packed =
          Path.of(
              System.getProperty("java.io.tmpdir"), "vmcaster-" + UUID.randomUUID() + ".packed");
      try (OwnFile file = OwnFile.create(packed, OwnFile.PRIVATE)) {
        PackResult result = pack(Channels.newOutputStream(file.channel()));
        file.channel().position(0);
        try (Upload upload = destination.uploader().create(temporary.path(), result.size())) {
          Channels.newInputStream(file.channel()).transferTo(upload);
          upload.commit();
        }
        return result;
      } catch (IOException e) {
        throw new TemporaryFailure(
            "cannot keep the packed image in " + packed + ": " + e.getMessage(),
            "Make room there, or name another directory with -Djava.io.tmpdir.",
            e);
      } finally {
        Files.deleteIfExists(packed);
      }
    }

    private PackResult pack(OutputStream sink) {
      return compressor.pack(source, sink, "sending " + source.getFileName(), run.progress());
    }

    /** The beginning on the server is not the beginning of this file. */
    static final class OtherBeginning extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    /**
     * The bytes of a file whose beginning is on the server already: that many are only compared, by
     * digest, and the rest goes to the upload that continues the file.
     */
    static final class Continued extends OutputStream {

      private final MessageDigest seen = Sha512.digest();
      private final Sha512 expected;
      private final Supplier<Upload> rest;
      private long left;
      private Upload out;

      /**
       * Continues a file.
       *
       * @param size how many bytes are on the server
       * @param expected their SHA-512
       * @param rest opens the upload of what follows; called once, when the beginning was the same
       */
      Continued(long size, Sha512 expected, Supplier<Upload> rest) {
        this.left = size;
        this.expected = expected;
        this.rest = rest;
      }

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int known = (int) Math.min(left, length);
        if (known > 0) {
          seen.update(bytes, offset, known);
          left -= known;
        }
        if (left == 0 && out == null) {
          if (!Sha512.of(seen.digest()).equals(expected)) {
            throw new OtherBeginning();
          }
          out = rest.get();
        }
        if (length > known) {
          out.write(bytes, offset + known, length - known);
        }
      }

      /** The file is whole; where its end came before that of what is there, it is another one. */
      void commit() {
        if (out == null) {
          throw new OtherBeginning();
        }
        out.commit();
      }

      @Override
      public void close() {
        if (out != null) {
          out.close();
        }
      }
    }
  }
}
