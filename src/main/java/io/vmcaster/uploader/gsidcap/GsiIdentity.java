package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Messages;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.ServerCredentials.ServerCredential;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.uploader.OneKey;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What gsidcap doors are shown, and whom we trust: one credential and one directory of anchors for
 * all lines, made here or by {@code dccp}.
 */
final class GsiIdentity implements ControlLine.Opener {
  private final Optional<Path> caDirectory;
  private final Supplier<ServerCredential> reader;
  private final Messages messages;
  private final Set<String> warned = new HashSet<>();
  private ServerCredential credential;
  private CaDirectory anchors;

  /**
   * Starts without having read anything.
   *
   * @param caDirectory the trust anchors; empty when there are none
   * @param reader finds and reads the credential; may ask for a passphrase
   * @param messages where the time that is left of the credential is said
   */
  GsiIdentity(Optional<Path> caDirectory, Supplier<ServerCredential> reader, Messages messages) {
    this.caDirectory = caDirectory;
    this.reader = reader;
    this.messages = messages;
  }

  @Override
  public void prepare() {
    credential();
  }

  /** The credential, which is valid now. It is read once, so that nobody is asked twice. */
  private synchronized ServerCredential credential() {
    if (credential == null) {
      ServerCredential read = reader.get();
      read.requireValid(Instant.now(), messages);
      anchors = CaDirectory.open(anchorsDirectory());
      credential = read;
    }
    credential.requireValid(Instant.now(), Messages.SILENT);
    return credential;
  }

  @Override
  public ControlLine open(TimedChannel channel, ServerUrl door, Timeouts timeouts)
      throws IOException {
    ServerCredential user = credential();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OneKey(user.credential())},
          new TrustManager[] {new DoorTrust(anchors, door.host(), this::warnOnce)},
          null);
      ControlLine line = new ControlLine.Plain(channel, timeouts);
      return new GsiLine(line, context, door, user.toString(), timeouts);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot speak TLS", e);
    }
  }

  private synchronized void warnOnce(String text) {
    if (warned.add(text)) {
      messages.warn("the door " + text);
    }
  }

  private Path anchorsDirectory() {
    return caDirectory.orElseThrow(
        () ->
            new TrustFailure(
                "no door can be trusted: there are no trust anchors, neither in"
                    + " /etc/grid-security/certificates nor in ~/.globus/certificates",
                "Install the trust anchors of your grid, or name their directory by --ca-dir or"
                    + " X509_CERT_DIR."));
  }

  /**
   * The variables by which {@code dccp} finds the same.
   *
   * @throws ConfigurationFailure when it could not read the key
   */
  Map<String, String> forDccp() {
    ServerCredential user = credential();
    String directory = anchorsDirectory().toString();
    Path key = user.place().key();
    if (user.isProxy()) {
      return Map.of("X509_CERT_DIR", directory, "X509_USER_PROXY", key.toString());
    }
    refuseEncrypted(key);
    String certificate = user.place().certificate().toString();
    return Map.of(
        "X509_CERT_DIR", directory, "X509_USER_KEY", key.toString(), "X509_USER_CERT", certificate);
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
