package io.vmcaster.signing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What people have who took the signature out of its message, or signed with another output form:
 * PEM, DER or bare base64. No subscriber reads them, so we do not either, but say how to make a
 * message of them.
 */
final class UnwrappedSignature {

  private static final String TO_MESSAGE =
      "openssl cms -cmsout -inform %s -outform SMIME -out list.smime";

  private UnwrappedSignature() {}

  /** Why such bytes are refused, and the command that converts them; empty for other bytes. */
  static Optional<Refused> recognise(byte[] bytes) {
    int shown = Math.min(bytes.length, 4096);
    String start = new String(bytes, 0, shown, StandardCharsets.ISO_8859_1).strip();
    if (start.matches("(?s)-----BEGIN (PKCS7|CMS|PKCS #7 SIGNED DATA)-----.*")) {
      return Optional.of(refused("PEM", TO_MESSAGE.formatted("PEM") + " -in FILE"));
    }
    if (bytes.length > 20 && bytes[0] == 0x30 && (bytes[1] & 0x80) != 0) {
      return Optional.of(refused("DER", TO_MESSAGE.formatted("DER") + " -in FILE"));
    }
    if (start.matches("(?s)M[A-Za-z0-9+/][A-Za-z0-9+/=\\s]{20,}")) {
      return Optional.of(refused("base64", "base64 -d FILE | " + TO_MESSAGE.formatted("DER")));
    }
    return Optional.empty();
  }

  private static Refused refused(String form, String command) {
    return new Refused(
        "it is a signature in "
            + form
            + " without the header of an S/MIME message, which no subscriber reads",
        "If the list is inside it, this makes a message of it: '"
            + command
            + "'. Publish with 'openssl smime -sign' and its usual output form.");
  }
}
