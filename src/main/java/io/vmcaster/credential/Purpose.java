package io.vmcaster.credential;

import io.vmcaster.credential.Credential.CertificateChain;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** What a certificate is to be used for; decides as OpenSSL's purposes do. */
public enum Purpose {
  /**
   * Signing image lists: OpenSSL's {@code smimesign}, which every verifying subscriber asks for. It
   * takes certificates for TLS clients, too, as some old authorities meant Netscape's type.
   */
  SIGN_EMAIL(
      "signing e-mail, which image lists count as",
      KeyPurposeId.id_kp_emailProtection,
      KeyUsage.digitalSignature | KeyUsage.nonRepudiation,
      NetscapeCertType.smime | NetscapeCertType.sslClient),
  /** Being the client of a TLS connection. */
  CLIENT(
      "TLS clients",
      KeyPurposeId.id_kp_clientAuth,
      KeyUsage.digitalSignature | KeyUsage.keyAgreement,
      NetscapeCertType.sslClient),
  /** Being the server of a TLS connection. */
  SERVER(
      "TLS servers",
      KeyPurposeId.id_kp_serverAuth,
      KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyAgreement,
      NetscapeCertType.sslServer);

  /** For messages. */
  final String words;

  /** The extended key usage that allows it. */
  @SuppressWarnings("ImmutableEnumChecker") // Bouncy Castle's object identifiers never change
  final KeyPurposeId extendedUsage;

  /** The bits of the key usage that allow it. */
  final int keyUsage;

  /** The bits of Netscape's old certificate type that allow it. */
  final int netscapeUse;

  Purpose(String words, KeyPurposeId extendedUsage, int keyUsage, int netscapeUse) {
    this.words = words;
    this.extendedUsage = extendedUsage;
    this.keyUsage = keyUsage;
    this.netscapeUse = netscapeUse;
  }

  /**
   * What the extensions of a certificate say that it may be used for. One that is not there allows
   * everything, one that cannot be read nothing.
   */
  static final class Usages {

    private Usages() {}

    /** Whether the key usage allows one of some bits of {@link KeyUsage}. */
    static boolean allowsAny(X509Certificate certificate, int bits) {
      return allows(
          certificate,
          Extension.keyUsage,
          value -> (ASN1BitString.getInstance(value).intValue() & bits) != 0);
    }

    /** Whether the extended key usage has one. */
    static boolean extendedAllows(X509Certificate certificate, KeyPurposeId usage) {
      return allows(
          certificate,
          Extension.extendedKeyUsage,
          value -> ExtendedKeyUsage.getInstance(value).hasKeyPurposeId(usage));
    }

    /** Whether Netscape's old certificate type allows a purpose. */
    static boolean netscapeAllows(X509Certificate certificate, Purpose purpose) {
      return allows(
          certificate,
          MiscObjectIdentifiers.netscapeCertType,
          value -> (ASN1BitString.getInstance(value).intValue() & purpose.netscapeUse) != 0);
    }

    private static boolean allows(
        X509Certificate certificate,
        ASN1ObjectIdentifier extension,
        Predicate<ASN1Encodable> what) {
      byte[] value = certificate.getExtensionValue(extension.getId());
      try {
        return value == null || what.test(JcaX509ExtensionUtils.parseExtensionValue(value));
      } catch (IOException | RuntimeException e) {
        return false;
      }
    }

    /** Why a certificate may not be used for a purpose; empty when it may. */
    static Optional<String> fault(X509Certificate certificate, Purpose purpose) {
      if (!extendedAllows(certificate, purpose.extendedUsage)) {
        return Optional.of("its extended key usage does not allow " + purpose.words);
      }
      if (!allowsAny(certificate, purpose.keyUsage)) {
        return Optional.of("its key usage does not allow " + purpose.words);
      }
      return netscapeAllows(certificate, purpose)
          ? Optional.empty()
          : Optional.of("its Netscape certificate type does not allow " + purpose.words);
    }

    /** Why an authority may not issue certificates for a purpose; empty when it may. */
    static Optional<String> authorityFault(X509Certificate authority, Purpose purpose) {
      // one of version 1, which cannot say so, is when it signs itself
      if ((authority.getVersion() > 1 && authority.getBasicConstraints() < 0)
          || (authority.getVersion() == 1 && !CertificateChain.isSelfSigned(authority))
          || ProxyCertificates.isProxy(authority)) {
        return Optional.of("it is not an authority");
      }
      if (!allowsAny(authority, KeyUsage.keyCertSign)) {
        return Optional.of("its key usage does not allow signing certificates");
      }
      return extendedAllows(authority, purpose.extendedUsage)
          ? Optional.empty()
          : Optional.of("its extended key usage does not allow " + purpose.words);
    }
  }

  /** Knows proxies: those of RFC 3820, the draft before it, and the Globus Toolkit 2. */
  static final class ProxyCertificates {

    private static final String RFC = "1.3.6.1.5.5.7.1.14";
    private static final String DRAFT = "1.3.6.1.4.1.3536.1.222";

    private ProxyCertificates() {}

    /** Whether a certificate is a proxy of any kind. */
    static boolean isProxy(X509Certificate certificate) {
      return certificate.getExtensionValue(RFC) != null
          || certificate.getExtensionValue(DRAFT) != null
          || isLegacy(certificate);
    }

    private static boolean isLegacy(X509Certificate certificate) {
      String subject = OneLineName.subject(certificate).text();
      String issuer = OneLineName.issuer(certificate).text();
      return subject.equals(issuer + "/CN=proxy") || subject.equals(issuer + "/CN=limited proxy");
    }
  }
}
