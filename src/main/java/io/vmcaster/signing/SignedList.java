package io.vmcaster.signing;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.signing.MimePart.Canonical;
import io.vmcaster.signing.SignedMessage.Refused;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cms.SignerInformation;

/**
 * A signed message whose signature is right; whether the signer is trusted is not asked here, nor
 * whether the certificate has expired. It is read in every form that real ones have (format 2):
 * {@code multipart/signed} with a detached signature, and {@code application/pkcs7-mime} with the
 * list inside it; LF, CRLF or a mixture; SHA-1 of old and SHA-2 of today.
 */
public final class SignedList {

  private final byte[] content;
  private final X509Certificate signer;
  private final List<X509Certificate> certificates;
  private final boolean forgeable;

  /**
   * What was read from a message.
   *
   * @param content what was signed: an image list as JSON, with whatever line ends it has
   * @param signer the certificate that signed it
   * @param certificates every certificate in the message, the signer's included
   * @param forgeable whether the signature is over a SHA-1 digest
   */
  private SignedList(
      byte[] content,
      X509Certificate signer,
      List<X509Certificate> certificates,
      boolean forgeable) {
    this.content = content.clone();
    this.signer = signer;
    this.certificates = List.copyOf(certificates);
    this.forgeable = forgeable;
  }

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

  /** What was signed, as UTF-8 if it is a proper list. */
  public byte[] content() {
    return content.clone();
  }

  /** The certificate that signed it. */
  public X509Certificate signer() {
    return signer;
  }

  /** Every certificate in the message, the signer's included. */
  public List<X509Certificate> certificates() {
    return certificates;
  }

  /** The signer's certificate first, then the others of the message, as trust is asked. */
  public List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>(certificates);
    chain.remove(signer);
    chain.add(0, signer);
    return chain;
  }

  /**
   * Whether the signature is over a SHA-1 digest: right, but two lists can be made that share it,
   * and some machines refuse it.
   */
  public boolean forgeable() {
    return forgeable;
  }
}
