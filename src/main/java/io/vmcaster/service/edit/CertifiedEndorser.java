package io.vmcaster.service.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.ReadTransaction;
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

/** Plans the creation of the endorser that a certificate names. */
public final class CertifiedEndorser {

  private static final int EMAIL_NAME = 1; // rfc822Name, RFC 5280 section 4.2.1.6
  private static final String EMAIL_TYPE = "1.2.840.113549.1.9.1";

  private CertifiedEndorser() {}

  /** Creates the endorser; of one that is there, the issuer is set and what is missing. */
  public static Plan plan(ReadTransaction catalogue, X509Certificate certificate) {
    Dn dn = OneLineName.subject(certificate);
    ObjectNode known = catalogue.metadata(dn).orElse(Json.object());
    List<Map.Entry<String, JsonNode>> values = new ArrayList<>();
    values.add(entry(Keys.CA, OneLineName.issuer(certificate).text()));
    add(values, known, Keys.CREATOR, commonName(certificate));
    add(values, known, Keys.EMAIL, email(certificate));
    values.removeIf(value -> value.getValue().equals(known.get(value.getKey())));
    return Plan.together(List.of(ItemEditor.add(catalogue, dn), MetadataEditor.set(dn, values)));
  }

  private static void add(
      List<Map.Entry<String, JsonNode>> values,
      ObjectNode known,
      String key,
      Optional<String> text) {
    if (!known.has(key)) {
      text.ifPresent(found -> values.add(entry(key, found)));
    }
  }

  private static Map.Entry<String, JsonNode> entry(String key, String text) {
    return Map.entry(key, Json.of(text));
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    return attribute(certificate, "CN");
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
