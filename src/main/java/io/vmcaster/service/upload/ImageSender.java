package io.vmcaster.service.upload;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor;
import io.vmcaster.compression.PackResult;
import io.vmcaster.context.OwnFile;
import io.vmcaster.context.RemoteFile;
import io.vmcaster.context.Run;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.model.Sha512;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.service.RemoteBytes;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Packs a file on its way to a server, in one pass where the server can take bytes before their
 * number is known, and after what is there already where it can continue a file.
 */
final class ImageSender {

  private final ImageCompressor packer;
  private final Path source;
  private final Run run;

  ImageSender(Path source, Compression compression, OptionalInt level, Run run) {
    this.packer = new ImageCompressor(compression, level);
    this.source = source;
    this.run = run;
  }

  /** Sends the file to a temporary place; what is there when this returns is whole. */
  PackResult send(RuleContext place, Location temporary) throws IOException {
    long there = beginning(place, temporary);
    if (there > 0) {
      try {
        return continueAfter(place, temporary, there);
      } catch (ContinuedUpload.OtherBeginning e) {
        run.messages().detail("what was left at " + temporary + " is not of this file");
      }
    }
    place.uploader().remove(temporary.path());
    return sendWhole(place, temporary);
  }

  private static long beginning(RuleContext place, Location temporary) {
    Optional<RemoteFile> left = place.uploader().stat(temporary.path());
    boolean usable =
        left.isPresent()
            && !left.get().directory()
            && place.uploader().capabilities().contains(Capability.APPEND);
    return usable ? left.get().size() : 0;
  }

  private PackResult continueAfter(RuleContext place, Location temporary, long there)
      throws IOException {
    Sha512 digest = RemoteBytes.sha512(place, temporary, there, run.progress());
    run.messages().info("continuing after " + there + " bytes that are on the server already");
    Upload[] upload = new Upload[1];
    try (ContinuedUpload continued =
        new ContinuedUpload(
            there, digest, () -> upload[0] = place.uploader().append(temporary.path(), there))) {
      PackResult result = pack(continued);
      if (!continued.reached()) {
        throw new ContinuedUpload.OtherBeginning();
      }
      upload[0].commit();
      return result;
    } finally {
      if (upload[0] != null) {
        upload[0].close();
      }
    }
  }

  private PackResult sendWhole(RuleContext place, Location temporary) throws IOException {
    if (packer.compression() == Compression.NONE) {
      return stream(place, temporary, Files.size(source));
    }
    if (streams(place)) {
      try {
        return stream(place, temporary, -1);
      } catch (TransferFailure refused) {
        if (streams(place)) {
          throw refused;
        }
        run.messages().detail("packing first: " + refused.getMessage());
      }
    }
    return sendPacked(place, temporary);
  }

  /** A server may find out in the middle that it wants the size first. */
  private static boolean streams(RuleContext place) {
    return place.uploader().capabilities().contains(Capability.STREAM);
  }

  private PackResult stream(RuleContext place, Location temporary, long size) throws IOException {
    try (Upload upload = place.uploader().create(temporary.path(), size)) {
      PackResult result = pack(upload);
      upload.commit();
      return result;
    }
  }

  /** For a protocol that wants the size first: one copy on this machine, removed afterwards. */
  private PackResult sendPacked(RuleContext place, Location temporary) throws IOException {
    Path packed =
        Path.of(System.getProperty("java.io.tmpdir"), "vmcaster-" + UUID.randomUUID() + ".packed");
    try (OwnFile file = OwnFile.create(packed, OwnFile.PRIVATE)) {
      PackResult result = pack(Channels.newOutputStream(file.channel()));
      file.channel().position(0);
      try (Upload upload = place.uploader().create(temporary.path(), result.size())) {
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
    return packer.pack(source, sink, "sending " + source.getFileName(), run.progress());
  }
}
