package io.vmcaster.uploader.gsidcap;

import io.vmcaster.credential.Credential;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a user shows to a door, and where it was found.
 *
 * @param credential key and certificates
 * @param keyFile the file of the key
 * @param certificateFile the file of the certificate; the key's file for a proxy
 */
record UserCredential(Credential credential, Path keyFile, Path certificateFile) {

  boolean isProxy() {
    return keyFile.equals(certificateFile);
  }

  /** When the first of its certificates ends. */
  Instant end() {
    return credential.chain().stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** When the last of its certificates begins. */
  Instant begin() {
    return credential.chain().stream()
        .map(certificate -> certificate.getNotBefore().toInstant())
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** Such as {@code the proxy /home/me/proxy}. */
  @Override
  public String toString() {
    return (isProxy() ? "the proxy " : "the certificate ") + certificateFile;
  }
}
