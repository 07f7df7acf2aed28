package io.vmcaster.service;

import io.vmcaster.context.Progress;
import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.model.Sha512;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Location;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads files back from where they are written. */
public final class RemoteBytes {

  private RemoteBytes() {}

  /**
   * A small file's bytes, if it is there and has the expected size.
   *
   * @param place the connection
   * @param location the file
   * @param size the size that makes it worth reading, in bytes; -1 for any
   */
  public static Optional<byte[]> read(RuleContext place, Location location, long size) {
    Optional<RemoteFile> file = place.uploader().stat(location.path());
    if (file.isEmpty() || file.get().directory() || (size >= 0 && file.get().size() != size)) {
      return Optional.empty();
    }
    try (InputStream in = place.uploader().read(location.path())) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw unreadable(location, e);
    }
  }

  /**
   * The digest of a file of any size: the server's own where it computes one, else of what it
   * sends.
   *
   * @param size its size in bytes, for the progress that is shown
   */
  public static Sha512 sha512(RuleContext place, Location location, long size, Progress progress) {
    Optional<Sha512> own =
        place.uploader().capabilities().contains(Capability.DIGEST)
            ? place.uploader().sha512(location.path())
            : Optional.empty();
    return own.orElseGet(() -> read(place, location, size, progress));
  }

  private static Sha512 read(RuleContext place, Location location, long size, Progress progress) {
    MessageDigest digest = Sha512.digest();
    byte[] buffer = new byte[1 << 16];
    try (Progress.Task task = progress.begin("comparing " + location.name(), size);
        InputStream in = place.uploader().read(location.path())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        task.advance(n);
      }
    } catch (IOException e) {
      throw unreadable(location, e);
    }
    return Sha512.of(digest.digest());
  }

  private static TemporaryFailure unreadable(Location location, IOException e) {
    return new TemporaryFailure(
        "cannot read " + location + " back: " + e.getMessage(), "Try again later.", e);
  }
}
