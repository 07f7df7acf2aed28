package io.vmcaster.subscriber;

import java.util.Locale;

/** What a published message can have that a consumer will not like (format 2). */
public enum MessageTrait {
  /** It is a bare document without any signature. */
  UNSIGNED("the list is not signed"),
  /** Its signature does not fit its content. */
  WRONG_SIGNATURE("the signature does not fit the list"),
  /** The digest is over LF line ends (format 2.3). */
  LF_DIGEST("the digest is not over CRLF line ends"),
  /** RSA-PSS or Ed25519 instead of PKCS#1 v1.5 or ECDSA (format 2.4). */
  PSS("the signature is RSA-PSS or Ed25519"),
  /** A signature of nobody. */
  NO_SIGNER("nobody has signed the message"),
  /** A signer's certificate is not in it (format 2.5). */
  NO_CERTIFICATE("the signer's certificate is not in the message"),
  /** A signer is named by key identifier, not by issuer and serial number. */
  KEY_IDENTIFIER("the signer is named by key identifier"),
  /** The list's part has MIME headers of its own (format 2.2). */
  PART_HEADERS("the list's part has MIME headers of its own"),
  /** A line of the encoded signature is longer than 76 characters. */
  LONG_LINES("the signature stands on long lines"),
  /** A blank line in front: for OpenSSL the header ends there. */
  BLANK_IN_FRONT("a blank line stands before the header"),
  /** The list is inside the signature (format 2.1). */
  OPAQUE("the list is inside the signature"),
  /** A byte order mark stands before the list. */
  BYTE_ORDER_MARK("a byte order mark stands before the list"),
  /** More than one signer (format 2.5). */
  SEVERAL_SIGNERS("the message has several signers"),
  /** SHA-1 or older (format 2.4). */
  WEAK_DIGEST("the digest is one that can be forged"),
  /** {@code Content-Type} is not the second line, or is folded (format 2.2). */
  FOLDED_TYPE("Content-Type is not the second line, unfolded"),
  /** The boundary is not in double quotes (format 2.2). */
  BARE_BOUNDARY("the boundary is not in double quotes"),
  /** The certificate is a proxy, or its usages do not include signing e-mail (format 2.6). */
  UNSUITABLE_CERTIFICATE("the signer's certificate is not one for signing e-mail"),
  /** The certificate has expired, or is not valid yet (format 2.8). */
  EXPIRED_CERTIFICATE("the signer's certificate is not valid now"),
  /** The certificate's subject and issuer are not the endorser's hv:dn and hv:ca (format 2.7). */
  OTHER_SIGNER("the signer is not the list's endorser"),
  /** No trust anchor of a site vouches for the certificate (format 2.8). */
  UNKNOWN_AUTHORITY("no trust anchor vouches for the signer's certificate"),
  /** The certificate is on its authority's revocation list, or that is out of date (format 2.8). */
  REVOKED_CERTIFICATE("the revocation lists do not let the signer's certificate pass"),
  /** The authority may not sign certificates of that name (format 2.8). */
  OUTSIDE_POLICY("the signer is outside the signing policy of its authority");

  private final String problem;

  MessageTrait(String problem) {
    this.problem = problem;
  }

  /** What is wrong, as the beginning of a sentence in lower case. */
  String problem() {
    return problem;
  }

  /** The name of the rules about it. */
  String rule() {
    return "message-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
