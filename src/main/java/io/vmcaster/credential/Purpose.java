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

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // Bouncy Castle's object identifiers never change
  private final KeyPurposeId extendedUsage;

  private final int keyUsage;
  private final int netscapeUse;

  /**
   * A purpose.
   *
   * @param words for messages
   * @param extendedUsage the extended key usage that allows it
   * @param keyUsage the bits of the key usage that allow it
   * @param netscapeUse the bits of Netscape's old certificate type that allow it
   */
  Purpose(String words, KeyPurposeId extendedUsage, int keyUsage, int netscapeUse) {
    this.words = words;
    this.extendedUsage = extendedUsage;
    this.keyUsage = keyUsage;
    this.netscapeUse = netscapeUse;
  }

  /** Why a certificate may not be used for it; empty when it may. */
  Optional<String> fault(X509Certificate certificate) {
    String fault =
        !extendedAllows(certificate)
            ? "extended key usage"
            : !allowsAny(certificate, keyUsage)
                ? "key usage"
                : !netscapeAllows(certificate) ? "Netscape certificate type" : null;
    return Optional.ofNullable(fault).map(what -> "its " + what + " does not allow " + words);
  }

  /** Why an authority may not issue certificates for it; empty when it may. */
  Optional<String> authorityFault(X509Certificate authority) {
    // one of version 1, which cannot say so, is when it signs itself
    if ((authority.getVersion() > 1 && authority.getBasicConstraints() < 0)
        || (authority.getVersion() == 1 && !CertificateChain.isSelfSigned(authority))
        || CertificateRules.isProxy(authority)) {
      return Optional.of("it is not an authority");
    }
    if (!allowsAny(authority, KeyUsage.keyCertSign)) {
      return Optional.of("its key usage does not allow signing certificates");
    }
    return extendedAllows(authority)
        ? Optional.empty()
        : Optional.of("its extended key usage does not allow " + words);
  }

  /** Whether the extended key usage has it. */
  boolean extendedAllows(X509Certificate certificate) {
    return allows(
        certificate,
        Extension.extendedKeyUsage,
        value -> ExtendedKeyUsage.getInstance(value).hasKeyPurposeId(extendedUsage));
  }

  /** Whether Netscape's old certificate type allows it. */
  boolean netscapeAllows(X509Certificate certificate) {
    return allows(certificate, MiscObjectIdentifiers.netscapeCertType, netscapeUse);
  }

  /** Whether the key usage allows one of some bits of {@link KeyUsage}. */
  static boolean allowsAny(X509Certificate certificate, int bits) {
    return allows(certificate, Extension.keyUsage, bits);
  }

  private static boolean allows(
      X509Certificate certificate, ASN1ObjectIdentifier extension, int bits) {
    return allows(
        certificate, extension, value -> (ASN1BitString.getInstance(value).intValue() & bits) != 0);
  }

  /** An extension that is not there allows everything, one that cannot be read nothing. */
  private static boolean allows(
      X509Certificate certificate, ASN1ObjectIdentifier extension, Predicate<ASN1Encodable> what) {
    byte[] value = certificate.getExtensionValue(extension.getId());
    try {
      return value == null || what.test(JcaX509ExtensionUtils.parseExtensionValue(value));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
