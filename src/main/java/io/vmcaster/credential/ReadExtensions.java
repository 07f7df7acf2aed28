package io.vmcaster.credential;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * Extensions as OpenSSL reads them. Java passes over those that it cannot read, as if they were not
 * there.
 */
final class ReadExtensions {

  private static final Map<ASN1ObjectIdentifier, Function<ASN1Encodable, Object>> READERS =
      Map.of(
          Extension.basicConstraints, ReadExtensions::basicConstraints,
          Extension.keyUsage, ASN1BitString::getInstance,
          Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance,
          Extension.subjectKeyIdentifier, SubjectKeyIdentifier::getInstance,
          Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance,
          Extension.subjectAlternativeName, GeneralNames::getInstance,
          Extension.nameConstraints, NameConstraints::getInstance,
          Extension.cRLDistributionPoints,
              each -> CRLDistPoint.getInstance(each).getDistributionPoints(),
          MiscObjectIdentifiers.netscapeCertType, ASN1BitString::getInstance);

  private ReadExtensions() {}

  private static Object basicConstraints(ASN1Encodable value) {
    BasicConstraints constraints = BasicConstraints.getInstance(value);
    if (constraints.getPathLenConstraint() != null
        && constraints.getPathLenConstraint().signum() < 0) {
      throw new IllegalArgumentException("a path length below zero");
    }
    return constraints;
  }

  /** The object identifiers of those that cannot be read. */
  static Set<String> damaged(X509Certificate certificate) {
    Set<String> damaged = new TreeSet<>();
    READERS.forEach(
        (identifier, reader) -> {
          try {
            byte[] value = certificate.getExtensionValue(identifier.getId());
            if (value != null) {
              var unused = reader.apply(JcaX509ExtensionUtils.parseExtensionValue(value));
            }
          } catch (IOException | RuntimeException e) {
            damaged.add(identifier.getId());
          }
        });
    return damaged;
  }

  /**
   * Whether an authority is the one that a certificate or a revocation list means, after its
   * authority key identifier.
   *
   * @param identifier the extension; null when there is none
   */
  static boolean mayMean(byte[] identifier, X509Certificate authority) {
    if (identifier == null) {
      return true;
    }
    try {
      AuthorityKeyIdentifier wanted =
          AuthorityKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(identifier));
      JcaX509CertificateHolder holder = new JcaX509CertificateHolder(authority);
      SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(holder.getExtensions());
      return (wanted.getKeyIdentifierOctets() == null
              || own == null
              || Arrays.equals(wanted.getKeyIdentifierOctets(), own.getKeyIdentifier()))
          && (wanted.getAuthorityCertSerialNumber() == null
              || wanted.getAuthorityCertSerialNumber().equals(authority.getSerialNumber()))
          && issuer(wanted).map(holder.getIssuer()::equals).orElse(true);
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      return false;
    }
  }

  private static Optional<X500Name> issuer(AuthorityKeyIdentifier identifier) {
    return identifier.getAuthorityCertIssuer() == null
        ? Optional.empty()
        : Arrays.stream(identifier.getAuthorityCertIssuer().getNames())
            .filter(each -> each.getTagNo() == GeneralName.directoryName)
            .map(each -> X500Name.getInstance(each.getName()))
            .findFirst();
  }
}
