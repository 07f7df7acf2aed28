package io.vmcaster.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * A revocation list: whether it tells of one certificate that it is not revoked. As OpenSSL has it,
 * a list that covers a part only, is not of now, or holds what must be understood and is not, tells
 * nothing.
 */
record RevocationList(X509CRL list) {

  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(Extension.issuingDistributionPoint, Extension.authorityKeyIdentifier);

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
    if (at.isBefore(list.getThisUpdate().toInstant())) {
      return Optional.of("is not valid before " + list.getThisUpdate().toInstant());
    }
    if (list.getNextUpdate() != null && at.isAfter(list.getNextUpdate().toInstant())) {
      return Optional.of(
          "is out of date since " + list.getNextUpdate().toInstant() + ": run fetch-crl");
    }
    try {
      return contentFault(new X509CRLHolder(list.getEncoded()), certificate);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Optional.of("is damaged");
    }
  }

  private static Optional<String> contentFault(X509CRLHolder holder, X509Certificate certificate)
      throws IOException {
    TBSCertList content = holder.toASN1Structure().getTBSCertList();
    if (CertificateLimits.isBroken(content.getSignature())) {
      return Optional.of("is signed over an MD5 digest or an older one");
    }
    if (hasUnknown(content)) {
      return Optional.of("has a critical extension that is not understood");
    }
    Extension part = holder.getExtension(Extension.issuingDistributionPoint);
    boolean whole =
        holder.getExtension(Extension.deltaCRLIndicator) == null
            && covers(
                part == null ? null : IssuingDistributionPoint.getInstance(part.getParsedValue()),
                certificate);
    return whole ? Optional.empty() : Optional.of("covers a part only");
  }

  private static boolean hasUnknown(TBSCertList content) {
    return hasUnknown(content.getExtensions(), UNDERSTOOD)
        || Arrays.stream(content.getRevokedCertificates())
            .anyMatch(
                entry -> hasUnknown(entry.getExtensions(), Set.of(Extension.certificateIssuer)));
  }

  private static boolean hasUnknown(Extensions extensions, Set<ASN1ObjectIdentifier> understood) {
    return extensions != null
        && !understood.containsAll(List.of(extensions.getCriticalExtensionOIDs()));
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
