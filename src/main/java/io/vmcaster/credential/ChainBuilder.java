package io.vmcaster.credential;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Finds the way from a certificate to an authority that signs itself and is a trust anchor. Trust
 * anchors are preferred to certificates that came along, valid ones to others, as OpenSSL does.
 */
final class ChainBuilder {

  private static final int LONGEST = 10;

  private final AnchorStore store;
  private final List<X509Certificate> alongside;
  private final Instant at;
  private final List<X509Certificate> path = new ArrayList<>();

  ChainBuilder(AnchorStore store, List<X509Certificate> alongside, Instant at) {
    this.store = store;
    this.alongside = alongside;
    this.at = at;
  }

  /**
   * Builds the chain.
   *
   * @return why there is none, or empty when {@link #path} holds it
   */
  Optional<String> build(X509Certificate leaf) {
    path.add(leaf);
    while (path.size() <= LONGEST) {
      X509Certificate last = path.get(path.size() - 1);
      Optional<X509Certificate> anchor = best(store.named(OneLineName.issuerName(last)), last);
      if (anchor.isPresent() && anchor.get().equals(last)) {
        return Optional.empty();
      }
      if (anchor.isEmpty() && signs(last, last)) {
        return Optional.of(
            OneLineName.subject(last) + " signs itself and is not among the trust anchors");
      }
      Optional<X509Certificate> next = anchor.isPresent() ? anchor : best(alongside, last);
      if (next.isEmpty()) {
        return Optional.of("no trust anchor is named " + OneLineName.issuer(last));
      }
      path.add(next.get());
    }
    return Optional.of("the chain of certificates is too long");
  }

  /** The certificate first, the trust anchor last; or as far as it went. */
  List<X509Certificate> path() {
    return path;
  }

  private Optional<X509Certificate> best(List<X509Certificate> candidates, X509Certificate issued) {
    return candidates.stream()
        .filter(each -> each.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))
        .filter(each -> isMeant(each, issued))
        .filter(each -> CertificateLimits.fault(each).isEmpty())
        .filter(each -> signs(each, issued))
        .max(Comparator.comparing(this::isValid));
  }

  private static boolean isMeant(X509Certificate authority, X509Certificate issued) {
    return ReadExtensions.mayMean(
        issued.getExtensionValue(Extension.authorityKeyIdentifier.getId()), authority);
  }

  private boolean isValid(X509Certificate certificate) {
    return !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }

  static boolean signs(X509Certificate authority, X509Certificate issued) {
    try {
      issued.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
