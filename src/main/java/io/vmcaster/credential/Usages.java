package io.vmcaster.credential;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** What the extensions of a certificate say that it may be used for. */
final class Usages {

  static final String EMAIL_PROTECTION = KeyPurposeId.id_kp_emailProtection.getId();
  static final String CLIENT = KeyPurposeId.id_kp_clientAuth.getId();
  static final String SERVER = KeyPurposeId.id_kp_serverAuth.getId();

  static final int DIGITAL_SIGNATURE = 0;
  static final int NON_REPUDIATION = 1;
  static final int KEY_ENCIPHERMENT = 2;
  static final int KEY_AGREEMENT = 4;
  static final int SIGN_CERTIFICATES = 5;
  static final int SIGN_REVOCATION_LISTS = 6;

  private Usages() {}

  /**
   * Whether the key usage, if the certificate has any, allows one of some bits. What cannot be read
   * allows nothing.
   */
  static boolean allowsAny(X509Certificate certificate, int... bits) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage == null) {
      return certificate.getExtensionValue(Extension.keyUsage.getId()) == null;
    }
    for (int bit : bits) {
      if (bit < usage.length && usage[bit]) {
        return true;
      }
    }
    return false;
  }

  /**
   * The extended key usages as object identifiers; empty when the certificate has none, which
   * allows everything. What cannot be read allows nothing.
   */
  static Optional<List<String>> extended(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null
              && certificate.getExtensionValue(Extension.extendedKeyUsage.getId()) != null
          ? Optional.of(List.of())
          : Optional.ofNullable(usages);
    } catch (CertificateParsingException e) {
      return Optional.of(List.of());
    }
  }

  /** Whether Netscape's old certificate type, if there is one, allows a purpose. */
  static boolean netscapeAllows(X509Certificate certificate, Purpose purpose) {
    byte[] extension =
        certificate.getExtensionValue(MiscObjectIdentifiers.netscapeCertType.getId());
    if (extension == null) {
      return true;
    }
    try {
      ASN1BitString bits =
          ASN1BitString.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
      return (bits.intValue() & purpose.netscapeUse()) != 0;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Why a certificate may not be used for a purpose; empty when it may. */
  static Optional<String> fault(X509Certificate certificate, Purpose purpose) {
    if (extended(certificate).filter(list -> !list.contains(purpose.extendedUsage())).isPresent()) {
      return Optional.of("its extended key usage does not allow " + name(purpose));
    }
    if (!allowsAny(certificate, keyUsages(purpose))) {
      return Optional.of("its key usage does not allow " + name(purpose));
    }
    return netscapeAllows(certificate, purpose)
        ? Optional.empty()
        : Optional.of("its Netscape certificate type does not allow " + name(purpose));
  }

  /** Why an authority may not issue certificates for a purpose; empty when it may. */
  static Optional<String> authorityFault(X509Certificate authority, Purpose purpose) {
    // one of version 1, which cannot say so, is when it signs itself
    if ((authority.getVersion() > 1 && authority.getBasicConstraints() < 0)
        || (authority.getVersion() == 1 && !CertificateChain.isSelfSigned(authority))
        || ProxyCertificates.isProxy(authority)) {
      return Optional.of("it is not an authority");
    }
    if (!allowsAny(authority, SIGN_CERTIFICATES)) {
      return Optional.of("its key usage does not allow signing certificates");
    }
    if (extended(authority).filter(list -> !list.contains(purpose.extendedUsage())).isPresent()) {
      return Optional.of("its extended key usage does not allow " + name(purpose));
    }
    return Optional.empty();
  }

  private static int[] keyUsages(Purpose purpose) {
    return switch (purpose) {
      case SIGN_EMAIL -> new int[] {DIGITAL_SIGNATURE, NON_REPUDIATION};
      case CLIENT -> new int[] {DIGITAL_SIGNATURE, KEY_AGREEMENT};
      case SERVER -> new int[] {DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT};
    };
  }

  private static String name(Purpose purpose) {
    return switch (purpose) {
      case SIGN_EMAIL -> "signing e-mail, which image lists count as";
      case CLIENT -> "TLS clients";
      case SERVER -> "TLS servers";
    };
  }
}
