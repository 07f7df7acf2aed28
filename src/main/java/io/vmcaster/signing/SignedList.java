package io.vmcaster.signing;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.signing.SignedMessage.Refused;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
}
