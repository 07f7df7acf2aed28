package io.vmcaster.transfer.dcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The trust anchors of a grid, in a directory. */
final class GridAnchors implements DoorTrust.Anchors {
  private final Path directory;

  GridAnchors(Path directory) {
    this.directory = directory;
  }

  @Override
  public Optional<String> objection(List<X509Certificate> chain) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.0")) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Set<TrustAnchor> anchors = new HashSet<>();
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          anchors.add(new TrustAnchor((X509Certificate) factory.generateCertificate(in), null));
        }
      }
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(chain), parameters);
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return Optional.of("its certificate is not from an authority in " + directory);
    }
  }
}
