package io.vmcaster.signing;

import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks of a signed list what a strict subscriber asks, trust anchors apart. */
public final class ListVerifier {

  private ListVerifier() {}

  /**
   * Checks our own message before anybody sees it: the signature is right, what it signs is what
   * was meant, the signer is the one endorser of the list, and the certificate is one that
   * subscribers take.
   *
   * @param json what was meant to be signed
   * @return the list as it reads from the message
   * @throws TrustFailure when a subscriber would refuse the message; all reasons in one
   */
  public static ImageList requireAcceptable(byte[] message, String json, Instant now) {
    SignedList signed = read(message);
    List<String> faults = new ArrayList<>();
    if (!Arrays.equals(signed.content(), ListSigner.content(json))) {
      faults.add("What was signed is not what was meant.");
    }
    ImageList list =
        ImageList.parse(Json.read(signed.content(), "the signed list"), "the signed list");
    faults.addAll(endorserFaults(list, signed.signer()));
    faults.addAll(CertificateRules.faults(signed.signer(), now));
    if (!faults.isEmpty()) {
      throw new TrustFailure(
          "subscribers would refuse the signed list. " + String.join(" ", faults), null);
    }
    return list;
  }

  private static SignedList read(byte[] message) {
    try {
      return SignedList.read(message, "the signed list");
    } catch (InvalidDataFailure e) {
      throw new TrustFailure("subscribers would refuse the list: " + e.getMessage(), null, e);
    }
  }

  /**
   * Why a list's endorser is not its signer (format 2.7): there is exactly one, {@code hv:dn} is
   * the certificate's subject and {@code hv:ca} its issuer.
   *
   * @return whole sentences; none when all is well
   */
  public static List<String> endorserFaults(ImageList list, X509Certificate signer) {
    if (list.endorsers().size() != 1) {
      return List.of(
          "The list has " + list.endorsers().size() + " endorsers; subscribers take exactly one.");
    }
    Endorser endorser = list.endorsers().get(0);
    List<String> faults = new ArrayList<>();
    if (!OneLineName.isSubject(endorser.dn().text(), signer)) {
      faults.add(
          "The endorser is " + endorser.dn() + ", but " + OneLineName.subject(signer) + " signed.");
    }
    String authority = endorser.text(Keys.CA).orElse("not given");
    if (!OneLineName.isIssuer(authority, signer)) {
      faults.add(
          "The endorser's %s is %s, but the signer's certificate was issued by %s."
              .formatted(Keys.CA, authority, OneLineName.issuer(signer)));
    }
    return faults;
  }
}
