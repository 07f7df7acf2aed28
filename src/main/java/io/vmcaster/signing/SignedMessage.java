package io.vmcaster.signing;

import io.vmcaster.signing.MimePart.Canonical;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A signed message taken apart, nothing checked: {@code multipart/signed} with the list beside its
 * signature, or {@code application/pkcs7-mime} with the list inside it.
 */
final class SignedMessage {

  private static final int LARGEST = 256 << 20;
  private static final int LARGEST_SIGNATURE = 1 << 20;
  private static final int LONGEST_LINE = 76;

  private final byte[] head;
  private final Optional<byte[]> part;
  private final byte[] signature;
  private final boolean wrapped;
  private final boolean blankInFront;

  private SignedMessage(
      byte[] message, byte[] head, Optional<byte[]> part, MimePart encoded, int largest)
      throws Refused {
    this.blankInFront = hasBlankInFront(message);
    this.head = head;
    this.part = part;
    this.signature = decode(encoded, largest);
    this.wrapped =
        Arrays.stream(new String(encoded.body(), MimePart.BYTES).split("\n"))
            .allMatch(line -> line.length() <= LONGEST_LINE);
  }

  /** Takes a message apart, or says why that cannot be done. */
  static SignedMessage parse(byte[] message) throws Refused {
    if (message.length > LARGEST) {
      throw new Refused("it is larger than " + (LARGEST >> 20) + " MiB");
    }
    byte[] bytes = withoutMark(message);
    Optional<Refused> unwrapped = UnwrappedSignature.recognise(bytes);
    if (unwrapped.isPresent()) {
      throw unwrapped.get();
    }
    int start = startOfFields(bytes);
    MimePart head =
        MimePart.parse(Arrays.copyOfRange(bytes, start, bytes.length))
            .orElseThrow(() -> new Refused("it does not start as an S/MIME message does"));
    byte[] headBytes = Arrays.copyOf(bytes, bytes.length - head.body().length);
    return switch (head.value("Content-Type")) {
      case "multipart/signed" -> detached(message, head, headBytes);
      case "application/pkcs7-mime", "application/x-pkcs7-mime" ->
          new SignedMessage(message, headBytes, Optional.empty(), head, LARGEST);
      default -> throw new Refused("it is not an S/MIME message with a signature");
    };
  }

  // OpenSSL takes a UTF-8 byte order mark for a part of the first field's name, and goes on
  private static byte[] withoutMark(byte[] message) throws Refused {
    boolean marked = startsWith(message, 0, "\u00ef\u00bb\u00bf");
    if (marked && startsWith(message, 3, "Content-")) {
      throw new Refused("a byte order mark in front of its Content-Type hides it from OpenSSL");
    }
    int start = marked ? 3 : 0;
    while (start < message.length && (message[start] == '\n' || message[start] == '\r')) {
      start++;
    }
    return Arrays.copyOfRange(message, start, message.length);
  }

  // behind a byte order mark the first line end ends no blank line
  private static boolean hasBlankInFront(byte[] message) {
    int start = 0;
    if (startsWith(message, 0, "\u00ef\u00bb\u00bf")) {
      start = startsWith(message, 3, "\r\n") ? 5 : startsWith(message, 3, "\n") ? 4 : 3;
    }
    return startsWith(message, start, "\n") || startsWith(message, start, "\r");
  }

  // after the line that a mailbox has in front of each message
  private static int startOfFields(byte[] message) {
    int start = 0;
    if (startsWith(message, 0, "From ")) {
      while (start < message.length && message[start++] != '\n') {}
    }
    return start;
  }

  private static boolean startsWith(byte[] message, int from, String text) {
    return new String(message, 0, Math.min(message.length, 64), MimePart.BYTES)
        .regionMatches(true, from, text, 0, text.length());
  }

  private static SignedMessage detached(byte[] message, MimePart head, byte[] headBytes)
      throws Refused {
    String boundary =
        head.contentTypeParameter("boundary")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new Refused("its header names no boundary"));
    List<byte[]> parts =
        head.parts(boundary)
            .orElseThrow(() -> new Refused("it is cut off: its last boundary is missing"));
    if (parts.size() != 2) {
      throw new Refused("it has " + parts.size() + " parts, not a list and its signature");
    }
    return new SignedMessage(
        message,
        headBytes,
        Optional.of(parts.get(0)),
        signaturePart(parts.get(1)),
        LARGEST_SIGNATURE);
  }

  private static MimePart signaturePart(byte[] part) throws Refused {
    MimePart head =
        MimePart.parse(part).orElseThrow(() -> new Refused("its second part has no header"));
    String type = head.value("Content-Type");
    if (!type.equals("application/pkcs7-signature")
        && !type.equals("application/x-pkcs7-signature")) {
      throw new Refused("its second part is no signature");
    }
    return head;
  }

  private static byte[] decode(MimePart part, int largest) throws Refused {
    byte[] body = part.body();
    if (body.length / 2 > largest) {
      throw new Refused("its signature is larger than a signature can be");
    }
    String encoding = part.value("Content-Transfer-Encoding");
    if (!encoding.isEmpty() && !encoding.equals("base64")) {
      throw new Refused("its signature is not in base64, and OpenSSL reads nothing else");
    }
    return base64(body);
  }

  private static byte[] base64(byte[] body) throws Refused {
    try {
      return Base64.getDecoder()
          .decode(new String(body, MimePart.BYTES).replaceAll("[ \\t\\r\\n]+", ""));
    } catch (IllegalArgumentException e) {
      throw new Refused("its signature is not proper base64", e);
    }
  }

  /** The list's part as it stands in the message; empty when it is inside the signature. */
  Optional<byte[]> part() {
    return part;
  }

  /** The PKCS#7 or CMS structure, as DER or BER. */
  byte[] signature() {
    return signature;
  }

  /** Whether no line of the encoded signature is longer than 76 characters. */
  boolean wrapped() {
    return wrapped;
  }

  /** Whether a blank line stands before the header, where OpenSSL stops to read. */
  boolean blankInFront() {
    return blankInFront;
  }

  /** The message's header fields as they stand in it, without CRs. */
  List<String> headLines() {
    return new String(Canonical.lf(head), MimePart.BYTES).lines().toList();
  }

  /** Whether what was signed has header fields of its own. */
  static boolean hasFields(byte[] content) throws Refused {
    return fieldsOf(content).isPresent();
  }

  private static Optional<MimePart> fieldsOf(byte[] content) throws Refused {
    return SignedList.looksSigned(content)
        ? MimePart.parse(content).filter(part -> !part.value("Content-Type").isEmpty())
        : Optional.empty();
  }

  /**
   * The list in what was signed: what {@code openssl smime -text} and mail programs sign is a part
   * with header fields of its own.
   */
  static byte[] list(byte[] content) throws Refused {
    Optional<MimePart> fields = fieldsOf(content);
    if (fields.isEmpty()) {
      return content;
    }
    return switch (fields.get().value("Content-Transfer-Encoding").toLowerCase(Locale.ROOT)) {
      case "", "7bit", "8bit", "binary" -> fields.get().body();
      case "base64" -> base64(fields.get().body());
      default -> throw new Refused("its list is encoded as no subscriber can read it");
    };
  }

  /**
   * What people have who took the signature out of its message, or signed with another output form:
   * PEM, DER or bare base64. No subscriber reads them, so we do not either, but say how to make a
   * message of them.
   */
  static final class UnwrappedSignature {

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

  /** A message is not acceptable; the text completes "the message is refused: ...". */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    Refused(String reason) {
      this(reason, (Throwable) null);
    }

    Refused(String reason, Throwable cause) {
      super(reason, cause);
      this.advice = null;
    }

    Refused(String reason, String advice) {
      super(reason);
      this.advice = advice;
    }

    /** What to do about it, when that is more than to get the message again. */
    Optional<String> advice() {
      return Optional.ofNullable(advice);
    }
  }
}
