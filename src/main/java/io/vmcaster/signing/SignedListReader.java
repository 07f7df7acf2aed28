package io.vmcaster.signing;

import io.vmcaster.failure.InvalidDataFailure;
import io.vmcaster.signing.SignatureCheck.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads signed image lists in every form that real ones have (format 2): {@code multipart/signed}
 * with a detached signature, and {@code application/pkcs7-mime} with the list inside it; LF, CRLF
 * or a mixture; SHA-1 of old and SHA-2 of today. The signature is always checked against the
 * content. Whether the signer is trusted is not asked here, nor whether the certificate has
 * expired.
 */
public final class SignedListReader {

  private static final int LARGEST = 256 << 20;
  private static final int LARGEST_SIGNATURE = 1 << 20;

  private final byte[] message;

  private SignedListReader(byte[] message) {
    this.message = message;
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
      return new SignedListReader(message).read();
    } catch (Refused e) {
      throw new InvalidDataFailure(
          what + " is refused: " + e.getMessage() + ".",
          "Fetch it again from where its endorser publishes it, or sign it again with"
              + " 'openssl smime -sign'.",
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

  private SignedList read() throws Refused {
    if (message.length > LARGEST) {
      throw new Refused("it is larger than " + (LARGEST >> 20) + " MiB");
    }
    MimePart head =
        MimePart.parse(withoutLeadingLineEnds())
            .orElseThrow(() -> new Refused("it does not start as an S/MIME message does"));
    return switch (head.value("Content-Type")) {
      case "multipart/signed" -> detached(head);
      case "application/pkcs7-mime", "application/x-pkcs7-mime" -> opaque(head);
      default -> throw new Refused("it is not an S/MIME message with a signature");
    };
  }

  private byte[] withoutLeadingLineEnds() {
    int start = 0;
    while (start < message.length && (message[start] == '\n' || message[start] == '\r')) {
      start++;
    }
    return Arrays.copyOfRange(message, start, message.length);
  }

  private static SignedList detached(MimePart head) throws Refused {
    String boundary =
        head.contentTypeParameter("boundary")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new Refused("its header names no boundary"));
    List<byte[]> parts =
        Multipart.split(head.body(), boundary)
            .orElseThrow(() -> new Refused("it is cut off: its last boundary is missing"));
    if (parts.size() != 2) {
      throw new Refused("it has " + parts.size() + " parts, not a list and its signature");
    }
    SignatureCheck check = new SignatureCheck(signature(parts.get(1)));
    byte[] content = Canonical.crlf(parts.get(0));
    requireFit(check, content, parts.get(0));
    return result(check, content);
  }

  private static byte[] signature(byte[] part) throws Refused {
    MimePart head =
        MimePart.parse(part).orElseThrow(() -> new Refused("its second part has no header"));
    String type = head.value("Content-Type");
    if (!type.equals("application/pkcs7-signature")
        && !type.equals("application/x-pkcs7-signature")) {
      throw new Refused("its second part is no signature");
    }
    return decode(head, LARGEST_SIGNATURE);
  }

  private static void requireFit(SignatureCheck check, byte[] content, byte[] asItIs)
      throws Refused {
    if (check.fits(content)) {
      return;
    }
    if (check.fits(asItIs) || check.fits(Canonical.lf(asItIs))) {
      throw new Refused(
          "its signature is over LF line ends ('openssl smime -binary'), which no subscriber can"
              + " verify");
    }
    throw new Refused("its signature does not fit its content");
  }

  private static SignedList opaque(MimePart head) throws Refused {
    SignatureCheck check = new SignatureCheck(decode(head, LARGEST));
    byte[] content =
        check.content().orElseThrow(() -> new Refused("there is no content in its signature"));
    if (!check.fits(content)) {
      throw new Refused("its signature does not fit its content");
    }
    return result(check, content);
  }

  private static byte[] decode(MimePart head, int largest) throws Refused {
    String encoding = head.value("Content-Transfer-Encoding");
    byte[] body = head.body();
    if (body.length / 2 > largest) {
      throw new Refused("its signature is larger than a signature can be");
    }
    if (encoding.equals("binary")) {
      return body;
    }
    if (!encoding.isEmpty() && !encoding.equals("base64")) {
      throw new Refused("its signature is not in base64");
    }
    return base64(body);
  }

  private static byte[] base64(byte[] body) throws Refused {
    byte[] text = new byte[body.length];
    int length = 0;
    for (byte octet : body) {
      if (octet != '\n' && octet != '\r' && octet != ' ' && octet != '\t') {
        text[length++] = octet;
      }
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(text, length));
    } catch (IllegalArgumentException e) {
      throw new Refused("its signature is not proper base64", e);
    }
  }

  private static SignedList result(SignatureCheck check, byte[] content) throws Refused {
    return new SignedList(list(content), check.certificate(), check.certificates());
  }

  // what 'openssl smime -text' and mail programs sign is a part with header fields of its own
  private static byte[] list(byte[] content) throws Refused {
    if (!looksSigned(content)) {
      return content;
    }
    Optional<MimePart> part = MimePart.parse(content);
    if (part.isEmpty() || part.get().value("Content-Type").isEmpty()) {
      return content;
    }
    return switch (part.get().value("Content-Transfer-Encoding").toLowerCase(Locale.ROOT)) {
      case "", "7bit", "8bit", "binary" -> part.get().body();
      case "base64" -> base64(part.get().body());
      default -> throw new Refused("its list is encoded as no subscriber can read it");
    };
  }

  /** The content as text would be signed again: for comparison with what was meant. */
  static String text(SignedList list) {
    return new String(Canonical.lf(list.content()), StandardCharsets.UTF_8);
  }
}
