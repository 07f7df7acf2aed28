package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import io.vmcaster.error.NotFoundFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Knows where the trust anchors of a machine are. */
public final class TrustAnchorLocation {

  private static final Path OF_THE_MACHINE = Path.of("/etc/grid-security/certificates");

  private TrustAnchorLocation() {}

  /**
   * The directory of the trust anchors: the one that was asked for, else {@code X509_CERT_DIR},
   * else {@code /etc/grid-security/certificates}.
   *
   * @param asked the value of {@code --ca-dir}
   * @return empty when nothing was asked for and the machine has no trust anchors
   * @throws NotFoundFailure when the directory that was asked for, by option or variable, is not
   *     there
   */
  public static Optional<Path> find(Environment environment, Optional<Path> asked) {
    if (asked.isPresent()) {
      return Optional.of(require(asked.get(), "--ca-dir"));
    }
    Optional<String> variable = environment.get("X509_CERT_DIR");
    if (variable.isPresent()) {
      return Optional.of(require(environment.resolve(variable.get()), "X509_CERT_DIR"));
    }
    return Files.isDirectory(OF_THE_MACHINE) ? Optional.of(OF_THE_MACHINE) : Optional.empty();
  }

  private static Path require(Path directory, String origin) {
    if (!Files.isDirectory(directory)) {
      throw new NotFoundFailure(
          "there is no directory of trust anchors at " + directory + ", which " + origin + " names",
          "Trust anchors are usually in "
              + OF_THE_MACHINE
              + "; packages such as"
              + " ca-policy-egi-core install them.");
    }
    return directory;
  }
}
