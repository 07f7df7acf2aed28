package io.vmcaster.uploader.gsidcap;

import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.Purpose;
import io.vmcaster.credential.TrustVerdict;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The trust anchors of a grid, with their signing policies and revocations. */
final class GridAnchors implements DoorTrust.Anchors {
  private final CaDirectory directory;

  /**
   * Opens a directory.
   *
   * @throws io.vmcaster.error.Failure.NotFoundFailure when it is not there
   */
  GridAnchors(Path directory) {
    this.directory = CaDirectory.open(directory);
  }

  @Override
  public synchronized Optional<String> objection(List<X509Certificate> chain) {
    TrustVerdict verdict = directory.verify(chain, Instant.now(), Purpose.SERVER);
    return verdict.trusted()
        ? Optional.empty()
        : Optional.of(String.join(" ", verdict.faults()).replaceFirst("\\.$", ""));
  }
}
