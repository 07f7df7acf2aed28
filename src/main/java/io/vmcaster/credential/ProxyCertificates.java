package io.vmcaster.credential;

import java.security.cert.X509Certificate;

/** Knows proxies: those of RFC 3820, the draft before it, and the Globus Toolkit 2. */
final class ProxyCertificates {

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
