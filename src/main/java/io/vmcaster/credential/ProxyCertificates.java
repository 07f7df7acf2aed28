package io.vmcaster.credential;

import io.vmcaster.model.Dn;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalInt;

/** Knows proxies: those of RFC 3820, the draft before it, and the Globus Toolkit 2. */
public final class ProxyCertificates {

  private static final String RFC = "1.3.6.1.5.5.7.1.14";
  private static final String DRAFT = "1.3.6.1.4.1.3536.1.222";

  private ProxyCertificates() {}

  /** Whether a certificate is a proxy of any kind. */
  public static boolean isProxy(X509Certificate certificate) {
    return certificate.getExtensionValue(RFC) != null
        || certificate.getExtensionValue(DRAFT) != null
        || isLegacy(certificate);
  }

  private static boolean isLegacy(X509Certificate certificate) {
    String subject = OneLineName.subject(certificate).text();
    String issuer = OneLineName.issuer(certificate).text();
    return subject.equals(issuer + "/CN=proxy") || subject.equals(issuer + "/CN=limited proxy");
  }

  /**
   * Why a proxy does not follow from the certificate that should have made it; empty when it does.
   * The proxy's validity is not looked at.
   */
  static Optional<String> fault(X509Certificate proxy, X509Certificate maker, int proxiesBelow) {
    Dn name = OneLineName.subject(proxy);
    String start = OneLineName.subject(maker).text() + "/CN=";
    if (!OneLineName.issuer(proxy).equals(OneLineName.subject(maker))
        || !name.text().startsWith(start)) {
      return Optional.of("the proxy " + name + " does not belong to the certificate behind it");
    }
    if (!Usages.allowsAny(maker, Usages.DIGITAL_SIGNATURE)) {
      return Optional.of("the certificate behind the proxy " + name + " may not make signatures");
    }
    if (pathLength(proxy).orElse(proxiesBelow) < proxiesBelow) {
      return Optional.of("the proxy " + name + " has more proxies below it than it allows");
    }
    return Optional.empty();
  }

  // ProxyCertInfo: an optional integer, then the policy
  private static OptionalInt pathLength(X509Certificate proxy) {
    byte[] extension = proxy.getExtensionValue(RFC);
    if (extension == null) {
      return OptionalInt.empty();
    }
    try {
      DerReader info = new DerReader(extension).enter().enter();
      return info.peekTag() == 0x02
          ? OptionalInt.of(new BigInteger(info.enter().rest()).intValueExact())
          : OptionalInt.empty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return OptionalInt.of(0);
    }
  }
}
