package io.vmcaster.credential;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What the extensions of a certificate say that it may be used for. */
final class Usages {

  static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  static final String CLIENT = "1.3.6.1.5.5.7.3.2";
  static final String SERVER = "1.3.6.1.5.5.7.3.1";

  static final int DIGITAL_SIGNATURE = 0;
  static final int NON_REPUDIATION = 1;
  static final int KEY_ENCIPHERMENT = 2;
  static final int KEY_AGREEMENT = 4;
  static final int SIGN_CERTIFICATES = 5;
  static final int SIGN_REVOCATION_LISTS = 6;

  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String NETSCAPE_TYPE = "2.16.840.1.113730.1.1";

  private Usages() {}

  /**
   * Whether the key usage, if the certificate has any, allows one of some bits. What cannot be read
   * allows nothing.
   */
  static boolean allowsAny(X509Certificate certificate, int... bits) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage == null) {
      return certificate.getExtensionValue(KEY_USAGE) == null;
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
      return usages == null && certificate.getExtensionValue(EXTENDED_KEY_USAGE) != null
          ? Optional.of(List.of())
          : Optional.ofNullable(usages);
    } catch (CertificateParsingException e) {
      return Optional.of(List.of());
    }
  }

  /** Whether Netscape's old certificate type, if there is one, has a bit. */
  static boolean netscapeAllows(X509Certificate certificate, int bit) {
    byte[] extension = certificate.getExtensionValue(NETSCAPE_TYPE);
    if (extension == null) {
      return true;
    }
    try {
      byte[] bits = new DerReader(extension).enter().enter().rest();
      return bits.length > 1 && (bits[1] & bit) != 0;
    } catch (IllegalArgumentException e) {
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
    // OpenSSL takes certificates for TLS clients as good for e-mail, as some old authorities meant
    int wanted = purpose.netscapeUse() | (purpose == Purpose.SIGN_EMAIL ? 0x80 : 0);
    return netscapeAllows(certificate, wanted)
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
