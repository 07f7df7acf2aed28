package io.vmcaster.signing;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.signing.SignatureCheck.Refused;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * How a message is made (format 2.1 to 2.5), for those that {@link SignedListReader} refuses too:
 * nothing but what cannot be taken apart at all is refused here.
 */
public final class MessageForm {

  private static final List<String> FORGEABLE =
      List.of("1.3.14.3.2.26", "1.2.840.113549.2.5", "1.2.840.113549.2.2"); // SHA-1, MD5, MD2

  private final SignedMessage message;
  private final Signatures signatures;
  private final List<SignerInfo> signers;
  private final List<SignatureCheck> checks = new ArrayList<>();
  private final byte[] signed;
  private final byte[] list;

  private MessageForm(byte[] bytes) throws Refused {
    this.message = SignedMessage.parse(bytes);
    this.signatures = Signatures.read(message.signature());
    this.signers = signatures.signers();
    for (SignerInfo signer : signers) {
      check(signer).ifPresent(checks::add);
    }
    this.signed =
        detached()
            ? message.part().get()
            : signatures
                .content()
                .orElseThrow(() -> new Refused("there is no content in its signature"));
    this.list = SignedMessage.list(signed);
  }

  private Optional<SignatureCheck> check(SignerInfo signer) {
    try {
      return Optional.of(new SignatureCheck(signatures, signer));
    } catch (Refused e) {
      return Optional.empty(); // its certificate cannot be found, which other questions answer
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
          "Fetch it again from where its endorser publishes it.",
          e);
    }
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
    return signers.size();
  }

  /** The signer's certificate; empty when it is not in the message, or several have signed it. */
  public Optional<X509Certificate> signer() {
    return signers.size() == 1
        ? checks.stream().findFirst().map(SignatureCheck::certificate)
        : Optional.empty();
  }

  /** Whether a signer is named by key identifier, not by issuer and serial number. */
  public boolean keyIdentifier() {
    return signers.stream().anyMatch(signer -> signer.getSID().isTagged());
  }

  /** Whether the certificate of a signer who is named as is usual is not in it. */
  public boolean certificateMissing() {
    return !keyIdentifier() && checks.size() < signers.size();
  }

  /** Whether a signature is RSA-PSS. */
  public boolean pss() {
    return signers.stream()
        .map(signer -> signer.getDigestEncryptionAlgorithm().getAlgorithm())
        .anyMatch(PKCSObjectIdentifiers.id_RSASSA_PSS::equals);
  }

  /** Whether a digest is SHA-1 or older. */
  public boolean weakDigest() {
    return signers.stream()
        .map(signer -> signer.getDigestAlgorithm().getAlgorithm().getId())
        .anyMatch(FORGEABLE::contains);
  }

  /**
   * Whether each signature that can be tried fits what it signs; over LF line ends is not counted
   * as wrong here.
   */
  public boolean fits() {
    return overLf() || all(detached() ? Canonical.crlf(signed) : signed);
  }

  /** Whether the digest is over LF line ends, as of {@code openssl smime -binary}. */
  public boolean overLf() {
    return detached()
        && !checks.isEmpty()
        && !all(Canonical.crlf(signed))
        && (all(signed) || all(Canonical.lf(signed)));
  }

  private boolean all(byte[] content) {
    return checks.stream().allMatch(check -> fits(check, content));
  }

  private static boolean fits(SignatureCheck check, byte[] content) {
    try {
      return check.fits(content);
    } catch (Refused e) {
      return true; // of a kind that other questions name, and that cannot be tried here
    }
  }

  /** Whether what is signed has MIME header fields of its own before the list. */
  public boolean partHeaders() {
    return SignedMessage.hasFields(signed);
  }

  /** Whether no line of the encoded signature is longer than 76 characters. */
  public boolean wrapped() {
    return message.wrapped();
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
