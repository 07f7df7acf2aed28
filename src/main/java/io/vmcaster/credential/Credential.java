package io.vmcaster.credential;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

  /**
   * A certificate and the authorities above it, as far as they came along; a root, which others
   * must have or not trust at all, is left out.
   *
   * @param path the certificate first, then from the nearest authority up; never empty
   */
  public record CertificateChain(List<X509Certificate> path) {

    /** Copies the path. */
    public CertificateChain {
      path = List.copyOf(path);
    }

    /**
     * Finds the way up from a certificate.
     *
     * @param others what came along, in any order, strangers and roots included
     */
    public static CertificateChain of(X509Certificate leaf, List<X509Certificate> others) {
      List<X509Certificate> path = new ArrayList<>(List.of(leaf));
      for (Optional<X509Certificate> next = issuer(leaf, others);
          next.isPresent() && !path.contains(next.get());
          next = issuer(next.get(), others)) {
        path.add(next.get());
      }
      return new CertificateChain(path);
    }

    private static Optional<X509Certificate> issuer(
        X509Certificate issued, List<X509Certificate> others) {
      return others.stream()
          .filter(each -> !isSelfSigned(each) && isIssuer(each, issued))
          .findFirst();
    }

    /** Whether an authority issued a certificate. */
    public static boolean isIssuer(X509Certificate authority, X509Certificate issued) {
      return authority.getSubjectX500Principal().equals(issued.getIssuerX500Principal())
          && signs(authority, issued);
    }

    static boolean isSelfSigned(X509Certificate certificate) {
      return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
          && signs(certificate, certificate);
    }

    static boolean signs(X509Certificate authority, X509Certificate issued) {
      try {
        issued.verify(authority.getPublicKey());
        return true;
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    /** The authorities above the certificate. */
    public List<X509Certificate> authorities() {
      return path.subList(1, path.size());
    }

    /** The one of them that ends first: then nobody trusts the certificate any more. */
    public X509Certificate firstToEnd() {
      return path.stream().min(Comparator.comparing(X509Certificate::getNotAfter)).orElseThrow();
    }

    /** That one, in words. */
    public String whatEndsFirst() {
      X509Certificate first = firstToEnd();
      return "the certificate"
          + (first.equals(path.get(0)) ? "" : " of the authority " + OneLineName.subject(first));
    }

    /** The name of the authority that sites must have to trust the certificate. */
    public String root() {
      return OneLineName.issuer(path.get(path.size() - 1)).text();
    }

    /** What sites must have, as a sentence. */
    public String requirement() {
      return "sites must have the root " + root();
    }
  }
}
