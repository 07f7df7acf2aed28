package io.vmcaster.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * A revocation list: whether it tells of one certificate that it is not revoked. As OpenSSL has it,
 * a list that covers a part only, is not of now, or holds what must be understood and is not, tells
 * nothing.
 */
record RevocationList(X509CRL list) {

  private static final Set<String> UNDERSTOOD =
      Set.of(Extension.issuingDistributionPoint.getId(), Extension.authorityKeyIdentifier.getId());

  private static final Set<String> UNDERSTOOD_OF_ENTRIES =
      Set.of(Extension.certificateIssuer.getId());

  /** Whether it names the certificate, whatever else is wrong with it but its signature. */
  boolean revokes(X509Certificate certificate, X509Certificate authority) {
    return isOf(authority) && list.isRevoked(certificate);
  }

  private boolean isOf(X509Certificate authority) {
    try {
      list.verify(authority.getPublicKey());
      return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
          && CertificateLimits.mayMean(
              list.getExtensionValue(Extension.authorityKeyIdentifier.getId()), authority);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Why it does not tell that a certificate is not revoked.
   *
   * @return the end of a sentence about it; empty when it does
   */
  Optional<String> fault(X509Certificate certificate, X509Certificate authority, Instant at) {
    if (!isOf(authority)) {
      return Optional.of("is not its own");
    }
    if (!Purpose.allowsAny(authority, KeyUsage.cRLSign)) {
      return Optional.of("does not count: the authority's key usage does not let it sign any");
    }
    if (list.getSigAlgName().startsWith("MD")) {
      return Optional.of("is signed over an MD5 digest or an older one");
    }
    if (at.isBefore(list.getThisUpdate().toInstant())) {
      return Optional.of("is not valid before " + list.getThisUpdate().toInstant());
    }
    if (list.getNextUpdate() != null && at.isAfter(list.getNextUpdate().toInstant())) {
      return Optional.of(
          "is out of date since " + list.getNextUpdate().toInstant() + ": run fetch-crl");
    }
    try {
      Set<? extends X509CRLEntry> entries = list.getRevokedCertificates(); // null without any
      if (hasUnknown(list, UNDERSTOOD)
          || (entries != null
              && entries.stream().anyMatch(each -> hasUnknown(each, UNDERSTOOD_OF_ENTRIES)))) {
        return Optional.of("has a critical extension that is not understood");
      }
      byte[] part = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
      boolean whole =
          list.getExtensionValue(Extension.deltaCRLIndicator.getId()) == null
              && covers(
                  part == null
                      ? null
                      : IssuingDistributionPoint.getInstance(
                          JcaX509ExtensionUtils.parseExtensionValue(part)),
                  certificate);
      return whole ? Optional.empty() : Optional.of("covers a part only");
    } catch (IOException | RuntimeException e) {
      return Optional.of("is damaged");
    }
  }

  private static boolean hasUnknown(X509Extension of, Set<String> understood) {
    Set<String> critical = of.getCriticalExtensionOIDs();
    return critical != null && !understood.containsAll(critical);
  }

  private static boolean covers(IssuingDistributionPoint part, X509Certificate certificate)
      throws IOException {
    if (part != null
        && (part.isIndirectCRL()
            || part.getOnlySomeReasons() != null
            || part.onlyContainsAttributeCerts()
            || (part.onlyContainsCACerts() && certificate.getBasicConstraints() < 0)
            || (part.onlyContainsUserCerts() && certificate.getBasicConstraints() >= 0))) {
      return false;
    }
    DistributionPointName name = part == null ? null : part.getDistributionPoint();
    for (DistributionPoint point : points(certificate)) {
      if (point.getCRLIssuer() == null
          && (name == null || haveOneInCommon(point.getDistributionPoint(), name))) {
        return point.getReasons() == null;
      }
    }
    return name == null;
  }

  /** Where a certificate says that its revocation lists are. */
  static List<DistributionPoint> points(X509Certificate certificate) throws IOException {
    byte[] extension = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    return extension == null
        ? List.of()
        : List.of(
            CRLDistPoint.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                .getDistributionPoints());
  }

  private static boolean haveOneInCommon(DistributionPointName one, DistributionPointName other) {
    return names(other).stream().anyMatch(names(one)::contains);
  }

  /** The names of a distribution point; none when they are relative to somebody's. */
  static List<GeneralName> names(DistributionPointName name) {
    return name == null || name.getType() != DistributionPointName.FULL_NAME
        ? List.of()
        : List.of(GeneralNames.getInstance(name.getName()).getNames());
  }
}
