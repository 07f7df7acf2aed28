package io.vmcaster.credential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hash of a name that OpenSSL looks up authorities by: the first four octets, turned round, of
 * the SHA-1 over the name in a canonical form (UTF-8, lower case, blanks squeezed).
 */
final class NameHash {

  private static final int UTF8_STRING = 0x0c;

  private NameHash() {}

  /** The hash of an encoded name as eight hexadecimal digits. */
  static String of(byte[] encodedName) {
    byte[] digest = sha1(canonical(encodedName));
    return String.format(
        Locale.ROOT, "%02x%02x%02x%02x", digest[3], digest[2], digest[1], digest[0]);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  // the RDNs one after the other, without the sequence around them
  private static byte[] canonical(byte[] encodedName) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DerReader names = new DerReader(encodedName).enter();
    while (names.hasNext()) {
      DerReader relative = names.enter();
      List<byte[]> attributes = new ArrayList<>();
      while (relative.hasNext()) {
        attributes.add(attribute(relative.enter()));
      }
      attributes.sort(Arrays::compareUnsigned);
      out.writeBytes(tagged(0x31, join(attributes)));
    }
    return out.toByteArray();
  }

  private static byte[] attribute(DerReader attribute) {
    byte[] type = attribute.whole();
    byte[] value = value(attribute.peekTag(), attribute);
    return tagged(DerReader.SEQUENCE, join(List.of(type, value)));
  }

  private static byte[] value(int tag, DerReader attribute) {
    Charset charset = charset(tag);
    if (charset == null) {
      return attribute.whole();
    }
    String text = new String(attribute.enter().rest(), charset);
    return tagged(UTF8_STRING, squeeze(text).getBytes(StandardCharsets.UTF_8));
  }

  private static Charset charset(int tag) {
    return switch (tag) {
      case UTF8_STRING -> StandardCharsets.UTF_8;
      case 0x13, 0x14, 0x16, 0x1a -> StandardCharsets.ISO_8859_1;
      case 0x1e -> StandardCharsets.UTF_16BE;
      case 0x1c -> Charset.forName("UTF-32BE");
      default -> null;
    };
  }

  // ASCII only, as OpenSSL does it
  private static String squeeze(String text) {
    StringBuilder out = new StringBuilder();
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        blank = !out.isEmpty();
      } else {
        out.append(blank ? " " : "").append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        blank = false;
      }
    }
    return out.toString();
  }

  private static byte[] join(List<byte[]> pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}
