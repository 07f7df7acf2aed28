package io.vmcaster.signing;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.signing.SignedMessage.Refused;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.cms.SignerInformation;

/**
 * How a message is made (format 2.1 to 2.5), for those that {@link SignedList} refuses too: nothing
 * but what cannot be taken apart at all is refused here.
 */
public final class MessageForm {

  private final SignedMessage message;
  private final MessageSignature signature;
  private final List<SignerInformation> withCertificate;
  private final byte[] signed;
  private final byte[] list;
  private final boolean partHeaders;

  MessageForm(byte[] bytes) throws Refused {
    this.message = SignedMessage.parse(bytes);
    this.signature = new MessageSignature(message.signature());
    this.withCertificate =
        signature.signers().stream().filter(signer -> certificate(signer).isPresent()).toList();
    this.signed =
        detached()
            ? message.part().get()
            : signature
                .content()
                .orElseThrow(() -> new Refused("there is no content in its signature"));
    this.list = SignedMessage.list(signed);
    this.partHeaders = SignedMessage.hasFields(signed);
  }

  private Optional<X509Certificate> certificate(SignerInformation signer) {
    try {
      return Optional.of(signature.certificate(signer));
    } catch (Refused e) {
      return Optional.empty(); // it cannot be found, which other questions answer
    }
  }

  /**
   * Looks at a message.
   *
   * @param what what it is, for failures
   * @throws InvalidDataFailure when it is no S/MIME message with a signature, or is cut off
   */
  public static MessageForm of(byte[] message, String what) {
    try {
      return new MessageForm(message);
    } catch (Refused e) {
      throw new InvalidDataFailure(
          what + " cannot be read by anybody: " + e.getMessage(),
          e.advice().orElse("Fetch it again from where its endorser publishes it."),
          e);
    }
  }

  /** The list, when the one signature is right and of a kind that subscribers take. */
  SignedList signedList() throws Refused {
    SignerInformation signer = signature.onlySigner();
    X509Certificate certificate = signature.certificate(signer);
    byte[] content = canonical();
    if (!signature.fits(signer, content)) {
      throw new Refused(
          overLf()
              ? "its signature is over LF line ends ('openssl smime -binary'), which no subscriber"
                  + " can verify"
              : "its signature does not fit its content");
    }
    return new SignedList(
        SignedMessage.list(content),
        certificate,
        signature.certificates(),
        MessageSignature.isForgeable(signer));
  }

  /** What its signature should be over. */
  private byte[] canonical() {
    return detached() ? MimePart.crlf(signed) : signed;
  }

  /** The list in it, whether or not the signature fits. */
  public byte[] list() {
    return list.clone();
  }

  /** Whether the list stands in clear beside its signature. */
  public boolean detached() {
    return message.part().isPresent();
  }

  /** How many have signed it. */
  public int signers() {
    return signature.signers().size();
  }

  /** The signer's certificate; empty when it is not in the message, or several have signed it. */
  public Optional<X509Certificate> signer() {
    return signers() == 1 ? certificate(signature.signers().get(0)) : Optional.empty();
  }

  /** Whether a signer is named by key identifier, not by issuer and serial number. */
  public boolean keyIdentifier() {
    return signature.signers().stream().anyMatch(signer -> signer.getSID().getIssuer() == null);
  }

  /** Whether the certificate of a signer who is named as is usual is not in it. */
  public boolean certificateMissing() {
    return !keyIdentifier() && withCertificate.size() < signers();
  }

  /** Whether a signature is RSA-PSS or of an Edwards curve, which OpenSSL does not verify. */
  public boolean unverifiable() {
    return signature.signers().stream().anyMatch(MessageSignature::isUnverifiable);
  }

  /** Whether a digest is SHA-1 or older. */
  public boolean weakDigest() {
    return signature.signers().stream().anyMatch(MessageSignature::isForgeable);
  }

  /**
   * Whether each signature that can be tried fits what it signs; over LF line ends is not counted
   * as wrong here.
   */
  public boolean fits() {
    return overLf() || all(canonical());
  }

  /** Whether the digest is over LF line ends, as of {@code openssl smime -binary}. */
  public boolean overLf() {
    return detached()
        && !withCertificate.isEmpty()
        && !all(canonical())
        && (all(signed) || all(MimePart.lf(signed)));
  }

  private boolean all(byte[] content) {
    return withCertificate.stream().allMatch(signer -> fits(signer, content));
  }

  private boolean fits(SignerInformation signer, byte[] content) {
    try {
      return signature.fits(signer, content);
    } catch (Refused e) {
      return true; // of a kind that other questions name, and that cannot be tried here
    }
  }

  /** Whether what is signed has MIME header fields of its own before the list. */
  public boolean partHeaders() {
    return partHeaders;
  }

  /** Whether no line of the encoded signature is longer than 76 characters. */
  public boolean wrapped() {
    return message.wrapped();
  }

  /** Whether a blank line stands before the header. */
  public boolean blankInFront() {
    return message.blankInFront();
  }

  /** Whether {@code Content-Type} is the second line, and not folded; asked of detached ones. */
  public boolean contentTypeOnLine2() {
    List<String> lines = message.headLines();
    return lines.size() > 1
        && lines.get(1).toLowerCase(Locale.ROOT).startsWith("content-type:")
        && (lines.size() == 2 || !isFolded(lines.get(2)));
  }

  private static boolean isFolded(String line) {
    return !line.isEmpty() && Character.isWhitespace(line.charAt(0));
  }

  /** Whether the boundary is in double quotes; asked of detached ones. */
  public boolean boundaryQuoted() {
    return String.join(" ", message.headLines()).contains("boundary=\"");
  }
}
