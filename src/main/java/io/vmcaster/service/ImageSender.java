package io.vmcaster.service;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor;
import io.vmcaster.compression.ImageCompressor.PackResult;
import io.vmcaster.context.OwnFile;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Sha512;
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
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs a file on its way to a server, in one pass where the server can take bytes before their
 * number is known, and after what is there already where it can continue a file.
 *
 * @param source the file
 * @param temporary where it goes on the destination's server
 */
record ImageSender(
    Path source, ImageCompressor compressor, Destination destination, Location temporary, Run run) {

  private static final Logger LOG = LoggerFactory.getLogger(ImageSender.class);

  /** Sends the file; what is there when this returns is whole. */
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
    run.messages().info("continuing after " + there + " bytes that are on the server already");
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
        Path.of(System.getProperty("java.io.tmpdir"), "vmcaster-" + UUID.randomUUID() + ".packed");
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
