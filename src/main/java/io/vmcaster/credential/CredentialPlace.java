package io.vmcaster.credential;

import java.nio.file.Path;

/**
 * Where a key and its certificate are, and who said so.
 *
 * @param key the file of the private key, or a {@code pkcs11:} address
 * @param certificate the file of the certificate; the key's own for a proxy
 * @param source a variable, a section of the configuration, {@code default}, or {@code the signing
 *     certificate}
 */
public record CredentialPlace(Path key, Path certificate, String source) {

  /** Whether one file has it all, as a proxy's does. */
  public boolean isProxy() {
    return key.equals(certificate) && !CredentialReader.isToken(key);
  }

  /** Such as {@code the proxy /tmp/x509up_u1000}. */
  @Override
  public String toString() {
    return (isProxy() ? "the proxy " : "the certificate ") + certificate;
  }
}
