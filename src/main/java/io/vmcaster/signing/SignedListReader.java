package io.vmcaster.signing;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.signing.MimePart.Canonical;
import io.vmcaster.signing.SignedMessage.Refused;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import org.bouncycastle.cms.SignerInformation;

/**
 * Reads signed image lists in every form that real ones have (format 2): {@code multipart/signed}
 * with a detached signature, and {@code application/pkcs7-mime} with the list inside it; LF, CRLF
 * or a mixture; SHA-1 of old and SHA-2 of today. The signature is always checked against the
 * content. Whether the signer is trusted is not asked here, nor whether the certificate has
 * expired.
 */
public final class SignedListReader {

  private SignedListReader() {}

  /**
   * Reads a message.
   *
   * @param what what it is, for failures, such as a file name or URL
   * @throws InvalidDataFailure when it is not a signed message, or its signature is wrong or of a
   *     kind that subscribers refuse
   */
  public static SignedList read(byte[] message, String what) {
    try {
      return read(SignedMessage.parse(message));
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

  private static SignedList read(SignedMessage message) throws Refused {
    MessageSignature signature = new MessageSignature(message.signature());
    SignerInformation signer = signature.onlySigner();
    X509Certificate certificate = signature.certificate(signer);
    byte[] content =
        message.part().isPresent()
            ? detached(signature, signer, message.part().get())
            : opaque(signature, signer);
    return new SignedList(
        SignedMessage.list(content),
        certificate,
        signature.certificates(),
        MessageSignature.isForgeable(signer));
  }

  private static byte[] detached(MessageSignature signature, SignerInformation signer, byte[] part)
      throws Refused {
    byte[] content = Canonical.crlf(part);
    if (signature.fits(signer, content)) {
      return content;
    }
    if (signature.fits(signer, part) || signature.fits(signer, Canonical.lf(part))) {
      throw new Refused(
          "its signature is over LF line ends ('openssl smime -binary'), which no subscriber can"
              + " verify");
    }
    throw new Refused("its signature does not fit its content");
  }

  private static byte[] opaque(MessageSignature signature, SignerInformation signer)
      throws Refused {
    byte[] content =
        signature.content().orElseThrow(() -> new Refused("there is no content in its signature"));
    if (!signature.fits(signer, content)) {
      throw new Refused("its signature does not fit its content");
    }
    return content;
  }

  /** The content as text would be signed again: for comparison with what was meant. */
  static String text(SignedList list) {
    return new String(Canonical.lf(list.content()), StandardCharsets.UTF_8);
  }
}
