package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.TrustFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds and reads what a user shows to gsidcap doors, and whom the user believes. */
final class GsiIdentity {
  private static final Path SYSTEM_ANCHORS = Path.of("/etc/grid-security/certificates");

  private final Environment environment;
  private final GsiCredentials credentials;
  private final Passphrases passphrases;
  private final Messages messages;

  GsiIdentity(
      Environment environment,
      GsiCredentials credentials,
      Passphrases passphrases,
      Messages messages) {
    this.environment = environment;
    this.credentials = credentials;
    this.passphrases = passphrases;
    this.messages = messages;
  }

  /**
   * Reads the credential.
   *
   * @throws TrustFailure when there is none, or others can read it
   */
  UserCredential read() {
    CredentialFiles files = CredentialFiles.find(environment, credentials);
    CredentialCheck.file(files);
    CredentialReader reader = new CredentialReader(passphrases, messages);
    return new UserCredential(
        reader.read(files.key(), files.certificate()), files.key(), files.certificate());
  }

  /** The trust anchors. */
  DoorTrust.Anchors anchors() {
    return new GridAnchors(anchorsDirectory());
  }

  private Path anchorsDirectory() {
    Optional<Path> named =
        credentials
            .caDirectory()
            .or(() -> environment.get("X509_CERT_DIR").map(environment::resolve));
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
  Map<String, String> forDccp(UserCredential credential) {
    String anchors = anchorsDirectory().toString();
    String key = credential.keyFile().toString();
    if (credential.isProxy()) {
      return Map.of("X509_CERT_DIR", anchors, "X509_USER_PROXY", key);
    }
    refuseEncrypted(credential.keyFile());
    return Map.of(
        "X509_CERT_DIR",
        anchors,
        "X509_USER_KEY",
        key,
        "X509_USER_CERT",
        credential.certificateFile().toString());
  }

  private static void refuseEncrypted(Path key) {
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
