package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.context.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a user's credential is: the proxy that {@code X509_USER_PROXY} names, else the one in its
 * standard place, else key and certificate as for signing.
 *
 * @param key the file of the private key
 * @param certificate the file of the certificate; the same file for a proxy
 */
record CredentialFiles(Path key, Path certificate) {

  /** Looks into the usual places; the files that are found by name alone may be missing. */
  static CredentialFiles find(Environment environment, GsiCredentials credentials) {
    Optional<Path> proxy =
        environment
            .get("X509_USER_PROXY")
            .map(environment::resolve)
            .or(() -> Optional.of(standardProxy()).filter(Files::exists));
    if (proxy.isPresent()) {
      return new CredentialFiles(proxy.get(), proxy.get());
    }
    Path globus = environment.home().resolve(".globus");
    return new CredentialFiles(
        credentials.key().orElse(globus.resolve("userkey.pem")),
        credentials.certificate().orElse(globus.resolve("usercert.pem")));
  }

  private static Path standardProxy() {
    return Path.of(System.getProperty("java.io.tmpdir"), "x509up_u" + UserId.current());
  }

  boolean isProxy() {
    return key.equals(certificate);
  }
}
