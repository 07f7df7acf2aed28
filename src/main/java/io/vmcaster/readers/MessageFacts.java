package io.vmcaster.readers;

/**
 * What can be said of a published message, its content and its certificates apart (format 2.1 to
 * 2.5). {@link #ofOurs} is the form that everyone reads.
 *
 * @param signed whether it is an S/MIME message at all; when it is not, nothing else counts
 * @param detached whether the list stands in clear beside its signature (multipart/signed)
 * @param digest the digest's name such as {@code SHA-256}; case and dashes do not matter
 * @param pss whether the signature is RSA-PSS, not PKCS#1 v1.5 or ECDSA
 * @param signers how many signatures it has
 * @param signerCertificate whether each signer's certificate is in it
 * @param keyIdentifier whether a signer is named by key identifier, not by issuer and serial number
 * @param partHeaders whether the list's part has MIME headers of its own
 * @param canonical whether the digest is over CRLF line ends
 * @param wrapped whether the lines of the encoded signature are at most 76 characters long
 * @param contentTypeOnLine2 whether {@code Content-Type} is the second line, unfolded
 * @param boundaryQuoted whether the boundary is in double quotes
 */
public record MessageFacts(
    boolean signed,
    boolean detached,
    String digest,
    boolean pss,
    int signers,
    boolean signerCertificate,
    boolean keyIdentifier,
    boolean partHeaders,
    boolean canonical,
    boolean wrapped,
    boolean contentTypeOnLine2,
    boolean boundaryQuoted) {

  /** A document without any signature. */
  public static MessageFacts unsigned() {
    return new MessageFacts(
        false, false, "", false, 0, false, false, false, false, false, false, false);
  }

  /** A message as {@code openssl smime -sign} writes it, and we do. */
  public static MessageFacts ofOurs() {
    return new MessageFacts(
        true, true, "SHA-256", false, 1, true, false, false, true, true, true, true);
  }
}
