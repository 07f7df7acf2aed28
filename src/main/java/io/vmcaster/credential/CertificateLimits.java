package io.vmcaster.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
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
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/**
 * What is judged of a certificate before any signature is computed with its key: the limits within
 * which OpenSSL computes ({@code OPENSSL_RSA_MAX_MODULUS_BITS} and its like), so that a small file
 * cannot keep us busy for minutes, and names that OpenSSL reads.
 */
public final class CertificateLimits {

  private static final int LONGEST_DSA_MODULUS = 10_000;
  private static final Set<Integer> DSA_SUBPRIMES = Set.of(160, 224, 256);

  // BIT STRING, UTF8String, SEQUENCE, and Numeric-, Printable-, T61-, IA5-, Universal-, BMPString
  private static final Set<Integer> NAME_TAGS =
      Set.of(0x03, 0x0c, 0x30, 0x12, 0x13, 0x14, 0x16, 0x1c, 0x1e);

  /** Reads extensions as OpenSSL does. */
  private static final Map<ASN1ObjectIdentifier, Function<ASN1Encodable, Object>> READERS =
      Map.of(
          Extension.basicConstraints, CertificateLimits::basicConstraints,
          Extension.keyUsage, ASN1BitString::getInstance,
          Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance,
          Extension.subjectKeyIdentifier, SubjectKeyIdentifier::getInstance,
          Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance,
          Extension.subjectAlternativeName, GeneralNames::getInstance,
          Extension.nameConstraints, NameConstraints::getInstance,
          Extension.cRLDistributionPoints,
              each -> CRLDistPoint.getInstance(each).getDistributionPoints(),
          MiscObjectIdentifiers.netscapeCertType, ASN1BitString::getInstance);

  private CertificateLimits() {}

  /**
   * Why nothing may be computed with a certificate.
   *
   * @return the end of a sentence; empty when it is within the limits
   */
  public static Optional<String> fault(X509Certificate certificate) {
    try {
      if (!isReadable(OneLineName.subjectName(certificate))
          || !isReadable(OneLineName.issuerName(certificate))) {
        return Optional.of("a name in it has a value that is no text");
      }
      return keyFault(certificate.getPublicKey());
    } catch (RuntimeException e) {
      return Optional.of("it is damaged");
    }
  }

  private static boolean isReadable(X500Name name) {
    for (RDN relative : name.getRDNs()) {
      for (AttributeTypeAndValue attribute : relative.getTypesAndValues()) {
        if (!NAME_TAGS.contains(OneLineName.tag(attribute.getValue()))) {
          return false;
        }
      }
    }
    return true;
  }

  // Java itself has OpenSSL's limits for RSA, and reads no curve without a name: what it does not
  // take comes as a key of no kind
  private static Optional<String> keyFault(PublicKey key) {
    if (key instanceof DSAPublicKey dsa && !isUsual(dsa.getParams())) {
      return Optional.of("its DSA key is larger than any program computes with");
    }
    return key instanceof RSAPublicKey
            || key instanceof DSAPublicKey
            || key instanceof ECPublicKey
            || key instanceof EdECPublicKey
        ? Optional.empty()
        : Optional.of("its key is damaged, too large, or of a kind that is not supported");
  }

  private static boolean isUsual(DSAParams parameters) {
    return parameters != null
        && parameters.getP().bitLength() <= LONGEST_DSA_MODULUS
        && DSA_SUBPRIMES.contains(parameters.getQ().bitLength())
        && parameters.getG().compareTo(BigInteger.ONE) > 0
        && parameters.getG().compareTo(parameters.getP()) < 0;
  }

  /** Whether a certificate's signature is over a SHA-1 digest, which can be forged. */
  static boolean isForgeable(X509Certificate certificate) {
    AlgorithmIdentifier digest =
        DefaultDigestAlgorithmIdentifierFinder.INSTANCE.find(
            OneLineName.holder(certificate).getSignatureAlgorithm());
    return digest != null && digest.getAlgorithm().equals(OIWObjectIdentifiers.idSHA1);
  }

  private static Object basicConstraints(ASN1Encodable value) {
    BasicConstraints constraints = BasicConstraints.getInstance(value);
    if (constraints.getPathLenConstraint() != null
        && constraints.getPathLenConstraint().signum() < 0) {
      throw new IllegalArgumentException("a path length below zero");
    }
    return constraints;
  }

  /** The extensions that cannot be read; Java passes over them as if they were not there. */
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
