package io.vmcaster.credential;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Who a certificate was issued to, in words for people. */
public final class CertificateHolder {

  private static final Integer EMAIL_NAME = 1;
  private static final Map<String, String> EMAIL_ATTRIBUTE = Map.of("1.2.840.113549.1.9.1", "E");

  private CertificateHolder() {}

  /** The last common name of the subject, which is the person's in the grid; empty without one. */
  public static Optional<String> name(X509Certificate certificate) {
    return lastAttribute(certificate, "CN");
  }

  /** The e-mail address: the subject alternative name, else the subject's; empty without one. */
  public static Optional<String> email(X509Certificate certificate) {
    return alternativeEmail(certificate).or(() -> lastAttribute(certificate, "E"));
  }

  private static Optional<String> alternativeEmail(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(name -> EMAIL_NAME.equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty(); // the subject may still have one
    }
  }

  private static Optional<String> lastAttribute(X509Certificate certificate, String type) {
    String subject =
        certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, EMAIL_ATTRIBUTE);
    try {
      String found = null;
      for (Rdn relative : new LdapName(subject).getRdns()) {
        Attribute attribute = relative.toAttributes().get(type);
        found = attribute != null && attribute.get() instanceof String text ? text : found;
      }
      return Optional.ofNullable(found);
    } catch (NamingException e) {
      return Optional.empty(); // a name that cannot be read names nobody
    }
  }
}
