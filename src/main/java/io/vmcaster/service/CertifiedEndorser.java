package io.vmcaster.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The endorser that a certificate names. */
final class CertifiedEndorser {

  private static final int EMAIL_NAME = 1; // rfc822Name, RFC 5280 section 4.2.1.6
  private static final String EMAIL_TYPE = "1.2.840.113549.1.9.1";

  private CertifiedEndorser() {}

  /** What the certificate says, but for what is known already; the issuer is always as it says. */
  static List<Map.Entry<String, JsonNode>> missing(X509Certificate certificate, ObjectNode known) {
    List<Map.Entry<String, JsonNode>> values = new ArrayList<>();
    JsonNode issuer = Json.of(OneLineName.issuer(certificate).text());
    if (!issuer.equals(known.get(Keys.CA))) {
      values.add(Map.entry(Keys.CA, issuer));
    }
    attribute(certificate, "CN").ifPresent(cn -> values.add(Map.entry(Keys.CREATOR, Json.of(cn))));
    email(certificate).ifPresent(email -> values.add(Map.entry(Keys.EMAIL, Json.of(email))));
    values.removeIf(value -> !value.getKey().equals(Keys.CA) && known.has(value.getKey()));
    return values;
  }

  /**
   * The alternative name is where an address belongs; older certificates have it in the subject.
   */
  private static Optional<String> email(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(EMAIL_NAME)) {
          return Optional.of(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      // then it has none that could be used
    }
    return attribute(certificate, "EMAILADDRESS");
  }

  /** The most specific value of that type in the subject. */
  private static Optional<String> attribute(X509Certificate certificate, String type) {
    String subject =
        certificate
            .getSubjectX500Principal()
            .getName("RFC2253", Map.of(EMAIL_TYPE, "EMAILADDRESS"));
    try {
      List<Rdn> parts = new LdapName(subject).getRdns();
      for (int i = parts.size() - 1; i >= 0; i--) {
        if (parts.get(i).getType().equalsIgnoreCase(type)
            && parts.get(i).getValue() instanceof String text) {
          return Optional.of(text);
        }
      }
    } catch (InvalidNameException e) {
      // a name that cannot be taken apart has no part that could be used
    }
    return Optional.empty();
  }
}
