package io.vmcaster.service.publish;

import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.TrustFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the endorser of a list that a certificate belongs to. Subscribers compare the certificate's
 * subject and issuer with the list byte for byte (format 1.3).
 */
public final class SigningEndorser {

  private SigningEndorser() {}

  /**
   * The endorser who signs.
   *
   * @param list the list
   * @param certificate who wants to sign
   * @throws TrustFailure when the certificate is no endorser's of the list, or the endorser's
   *     {@code hv:ca} is another issuer
   */
  public static Endorser of(ImageList list, X509Certificate certificate) {
    Dn subject = OneLineName.subject(certificate);
    Dn issuer = OneLineName.issuer(certificate);
    Endorser endorser =
        list.endorsers().stream()
            .filter(candidate -> OneLineName.isSubject(candidate.dn().text(), certificate))
            .findFirst()
            .orElseThrow(() -> noEndorser(list, subject));
    Optional<String> ca = endorser.text(Keys.CA);
    if (ca.isPresent() && !OneLineName.isIssuer(ca.get(), certificate)) {
      throw new TrustFailure(
          "the certificate of "
              + subject
              + " was issued by "
              + issuer
              + ", but the endorser's hv:ca is "
              + ca.get()
              + ": subscribers would refuse the list",
          "If the issuer is right, run: vmcaster --endorser '"
              + subject
              + "' --endorser-key-set hv:ca --endorser-value '"
              + issuer
              + "'");
    }
    return endorser;
  }

  private static TrustFailure noEndorser(ImageList list, Dn subject) {
    String endorsers =
        list.endorsers().isEmpty()
            ? "it has none"
            : list.endorsers().stream()
                .map(endorser -> endorser.dn().text())
                .collect(Collectors.joining(", ", "they are ", ""));
    return new TrustFailure(
        "the certificate's subject "
            + subject
            + " is no endorser of list "
            + list.id()
            + ": "
            + endorsers,
        "Sign with an endorser's certificate (--x509-cert, DISH_CERT), or bind this one:"
            + " vmcaster --connect --endorser '"
            + subject
            + "' --imagelist "
            + list.id());
  }
}
