package io.vmcaster.signing;

import io.vmcaster.context.Messages;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed message taken apart, nothing checked: {@code multipart/signed} with the list beside its
 * signature, or {@code application/pkcs7-mime} with the list inside it.
 *
 * @param part the list's part as it stands in the message; empty when it is inside the signature
 * @param signature the PKCS#7 or CMS structure, as DER or BER
 * @param headLines the message's header fields as they stand in it, without CRs
 * @param wrapped whether no line of the encoded signature is longer than 76 characters
 * @param blankInFront whether a blank line stands before the header, where OpenSSL stops to read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedMessage(
    Optional<byte[]> part,
    byte[] signature,
    List<String> headLines,
    boolean wrapped,
    boolean blankInFront) {

  private static final int LARGEST = 256 << 20;
  private static final int LARGEST_SIGNATURE = 1 << 20;
  private static final int LONGEST_LINE = 76;

  /** What editors and mailboxes put in front of the fields: a mark, line ends, a line From. */
  private static final Pattern FRONT =
      Pattern.compile(
          "(?id)(?:\u00ef\u00bb\u00bf(?<hidden>Content-)?)?(?<blank>[\\x0a\\x0d]*)(?:From"
              + " .*\\x0a?)?");

  /** Behind a byte order mark the first line end ends no blank line. */
  private static final Pattern BLANK_IN_FRONT =
      Pattern.compile("\u00ef\u00bb\u00bf(?:\\r?\\n)?+[\\r\\n]|[\\r\\n]");

  private static final String TO_MESSAGE =
      "openssl cms -cmsout -inform %s -outform SMIME -out list.smime";

  private static final Map<String, Pattern> FORMS =
      Map.of(
          "PEM", Pattern.compile("\\s*-----BEGIN (PKCS7|CMS|PKCS #7 SIGNED DATA)-----"),
          "DER", Pattern.compile("(?s)0[\\x80-\\xff].{19}"),
          "base64", Pattern.compile("\\s*M[A-Za-z0-9+/][A-Za-z0-9+/=\\s]{20,}\\z"));

  /** Takes a message apart, or says why that cannot be done. */
  static SignedMessage parse(byte[] message) throws Refused {
    if (message.length > LARGEST) {
      throw new Refused("it is larger than " + (LARGEST >> 20) + " MiB");
    }
    String start = new String(message, 0, Math.min(message.length, 1 << 16), MimePart.BYTES);
    Matcher front = FRONT.matcher(start);
    // OpenSSL takes a UTF-8 byte order mark for a part of the first field's name, and goes on
    if (front.lookingAt() && front.group("hidden") != null) {
      throw new Refused("a byte order mark in front of its Content-Type hides it from OpenSSL");
    }
    refuseUnwrapped(start.substring(front.end("blank")));
    MimePart head =
        MimePart.parse(Arrays.copyOfRange(message, front.end(), message.length))
            .orElseThrow(() -> new Refused("it does not start as an S/MIME message does"));
    Optional<byte[]> part = Optional.empty();
    MimePart encoded = head;
    int largest = LARGEST;
    switch (head.value("Content-Type")) {
      case "multipart/signed" -> {
        List<byte[]> parts = parts(head);
        part = Optional.of(parts.get(0));
        encoded = signaturePart(parts.get(1));
        largest = LARGEST_SIGNATURE;
      }
      case "application/pkcs7-mime", "application/x-pkcs7-mime" -> {}
      default -> throw new Refused("it is not an S/MIME message with a signature");
    }
    byte[] fields =
        Arrays.copyOfRange(message, front.end("blank"), message.length - head.body().length);
    return new SignedMessage(
        part,
        decode(encoded, largest),
        new String(MimePart.lf(fields), MimePart.BYTES).lines().toList(),
        Arrays.stream(new String(encoded.body(), MimePart.BYTES).split("\n"))
            .allMatch(line -> line.length() <= LONGEST_LINE),
        BLANK_IN_FRONT.matcher(start).lookingAt());
  }

  /**
   * What people have who took the signature out of its message, or signed with another output form:
   * PEM, DER or bare base64. No subscriber reads them, so we do not either, but say how to make a
   * message of them.
   */
  private static void refuseUnwrapped(String start) throws Refused {
    for (Map.Entry<String, Pattern> each : FORMS.entrySet()) {
      if (each.getValue().matcher(start).lookingAt()) {
        throw refused(each.getKey());
      }
    }
  }

  private static Refused refused(String form) {
    String command =
        form.equals("base64")
            ? "base64 -d FILE | " + TO_MESSAGE.formatted("DER")
            : TO_MESSAGE.formatted(form) + " -in FILE";
    return new Refused(
        "it is a signature in "
            + (form + " without the header of an S/MIME message, which no subscriber reads"),
        "If the list is inside it, this makes a message of it: '"
            + (command + "'. Publish with 'openssl smime -sign' and its usual output form."));
  }

  private static List<byte[]> parts(MimePart head) throws Refused {
    String boundary =
        head.contentTypeParameter("boundary")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new Refused("its header names no boundary"));
    List<byte[]> parts =
        head.parts(boundary)
            .orElseThrow(() -> new Refused("it is cut off: its last boundary is missing"));
    if (parts.size() != 2) {
      throw new Refused(
          "it has " + Messages.count(parts.size(), "part") + ", not a list and its signature");
    }
    return parts;
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

  /** A message is not acceptable; the text completes "the message is refused: ...". */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    Refused(String reason, Throwable... cause) {
      super(reason, cause.length == 0 ? null : cause[0]);
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
