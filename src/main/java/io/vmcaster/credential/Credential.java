package io.vmcaster.credential;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate.
 *
 * @param key the key
 * @param chain the key's certificate first, then what was in the file beside it, such as the
 *     certificate that a proxy was made from, in any order
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {

  /** Copies the chain, which is never empty. */
  public Credential {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a credential has a certificate");
    }
  }

  /** The key's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The certificate and the authorities above it that came along, without the root. */
  public CertificateChain certificateChain() {
    return CertificateChain.of(certificate(), chain);
  }

  /** The authorities above the certificate that came along, without the root. */
  public List<X509Certificate> authorities() {
    return certificateChain().authorities();
  }

  /** What came along and is neither the certificate, nor above it, nor a root. */
  List<X509Certificate> strangers() {
    List<X509Certificate> known = certificateChain().path();
    return chain.stream()
        .filter(each -> !known.contains(each) && !CertificateChain.isSelfSigned(each))
        .toList();
  }

  /**
   * Where a key and its certificate are, and who said so.
   *
   * @param key the file of the private key, or a {@code pkcs11:} address
   * @param certificate the file of the certificate; the key's own for a proxy
   * @param source a variable, a section of the configuration, {@code default}, or {@code the
   *     signing certificate}
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
}
