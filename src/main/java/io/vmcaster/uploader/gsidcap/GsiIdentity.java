package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.credential.ServerCredential;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the trust anchors for gsidcap doors, and says to {@code dccp} what it needs of a user. */
final class GsiIdentity {
  private static final Path SYSTEM_ANCHORS = Path.of("/etc/grid-security/certificates");

  private final Environment environment;
  private final Optional<Path> caDirectory;

  GsiIdentity(Environment environment, Optional<Path> caDirectory) {
    this.environment = environment;
    this.caDirectory = caDirectory;
  }

  /** The trust anchors. */
  DoorTrust.Anchors anchors() {
    return new GridAnchors(anchorsDirectory());
  }

  private Path anchorsDirectory() {
    Optional<Path> named =
        caDirectory.or(() -> environment.get("X509_CERT_DIR").map(environment::resolve));
    if (named.isPresent()) {
      return named.get();
    }
    Path own = environment.home().resolve(".globus/certificates");
    Path directory = Files.isDirectory(own) ? own : SYSTEM_ANCHORS;
    if (!Files.isDirectory(directory)) {
      throw new TrustFailure(
          "no door can be trusted: neither " + own + " nor " + directory + " is there",
          "Install the trust anchors of your grid, or name their directory with X509_CERT_DIR.");
    }
    return directory;
  }

  /**
   * The variables by which {@code dccp} finds the same.
   *
   * @throws ConfigurationFailure when it could not read the key
   */
  Map<String, String> forDccp(ServerCredential credential) {
    String anchors = anchorsDirectory().toString();
    String key = credential.place().key().toString();
    if (credential.isProxy()) {
      return Map.of("X509_CERT_DIR", anchors, "X509_USER_PROXY", key);
    }
    refuseEncrypted(credential.place().key());
    return Map.of(
        "X509_CERT_DIR",
        anchors,
        "X509_USER_KEY",
        key,
        "X509_USER_CERT",
        credential.place().certificate().toString());
  }

  private static void refuseEncrypted(Path key) {
    if (key.toString().startsWith("pkcs11:")) {
      throw new ConfigurationFailure(
          "dccp cannot use the key on the token " + key,
          "Make a proxy with it, or remove dcapclient from the section.");
    }
    try {
      String text = Files.readString(key, StandardCharsets.ISO_8859_1);
      if (text.contains("ENCRYPTED") || !text.contains("-----BEGIN")) {
        throw new ConfigurationFailure(
            "dccp cannot ask for the passphrase of " + key,
            "Make a proxy with grid-proxy-init, or remove dcapclient from the section.");
      }
    } catch (IOException e) {
      throw new TrustFailure("the private key " + key + " cannot be read", null, e);
    }
  }
}
