package io.vmcaster.service.publish;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.uploader.Location;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads small files back from where they are written. */
final class RemoteBytes {

  private RemoteBytes() {}

  /**
   * A file's bytes, if it is there and has the expected size.
   *
   * @param place the connection
   * @param location the file
   * @param size the size that makes it worth reading, in bytes; -1 for any
   */
  static Optional<byte[]> read(RuleContext place, Location location, long size) {
    Optional<RemoteFile> file = place.uploader().stat(location.path());
    if (file.isEmpty() || file.get().directory() || (size >= 0 && file.get().size() != size)) {
      return Optional.empty();
    }
    try (InputStream in = place.uploader().read(location.path())) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot read " + location + " back: " + e.getMessage(), "Try again later.", e);
    }
  }
}
