package io.vmcaster.signing;

import io.vmcaster.context.Messages;
import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.signing.SignedMessage.Refused;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A signed message whose signature is right; whether the signer is trusted is not asked here, nor
 * whether the certificate has expired. It is read in every form that real ones have (format 2):
 * {@code multipart/signed} with a detached signature, and {@code application/pkcs7-mime} with the
 * list inside it; LF, CRLF or a mixture; SHA-1 of old and SHA-2 of today.
 *
 * @param content what was signed: an image list as JSON, with whatever line ends it has
 * @param signer the certificate that signed it
 * @param certificates every certificate in the message, the signer's included
 * @param forgeable whether the signature is over a SHA-1 digest: right, but two lists can be made
 *     that share it, and some machines refuse it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SignedList(
    byte[] content, X509Certificate signer, List<X509Certificate> certificates, boolean forgeable) {

  /**
   * Reads a message.
   *
   * @param what what it is, for failures, such as a file name or URL
   * @throws InvalidDataFailure when it is not a signed message, or its signature is wrong or of a
   *     kind that subscribers refuse
   */
  public static SignedList read(byte[] message, String what) {
    try {
      return new MessageForm(message).signedList();
    } catch (Refused e) {
      throw new InvalidDataFailure(
          what + " is refused: " + e.getMessage(),
          e.advice()
              .orElse(
                  "Fetch it again from where its endorser publishes it, or sign it again with"
                      + " 'openssl smime -sign'."),
          e);
    }
  }

  /** Whether bytes look like a signed message rather than like JSON. */
  public static boolean looksSigned(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && (Character.isWhitespace(bytes[start]) || bytes[start] < 0)) {
      start++; // a byte order mark too
    }
    return start < bytes.length && bytes[start] != '{' && bytes[start] != '[';
  }

  /** The signer's certificate first, then the others of the message, as trust is asked. */
  public List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>(certificates);
    chain.remove(signer);
    chain.add(0, signer);
    return chain;
  }

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
    SignedList signed = readOurs(message);
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

  private static SignedList readOurs(byte[] message) {
    try {
      return read(message, "the signed list");
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
          "The list has "
              + Messages.count(list.endorsers().size(), "endorser")
              + "; subscribers take exactly one.");
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
