package io.vmcaster.credential;

import io.vmcaster.credential.CaDirectory.ChainBuilder;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A certificate and the authorities above it, as far as they came along; a root, which others must
 * have or not trust at all, is left out.
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
        && ChainBuilder.signs(authority, issued);
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && ChainBuilder.signs(certificate, certificate);
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
