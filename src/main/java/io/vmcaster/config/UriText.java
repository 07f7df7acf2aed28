package io.vmcaster.config;

import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** What the configuration has to know of a URI, which may come from somebody else's list. */
final class UriText {

  private static final int LONGEST = 8000;

  private UriText() {}

  /** Where the path begins: behind {@code scheme://authority}; 0 when there is no such thing. */
  static int pathStart(String uri) {
    int colon = uri.indexOf("://");
    if (colon < 0) {
      return 0;
    }
    int slash = uri.indexOf('/', colon + 3);
    return slash < 0 ? uri.length() : slash;
  }

  /** The URI with scheme and host in lower case, as RFC 3986 (6.2.2.1) has them equal. */
  static String normalized(String uri) {
    int path = pathStart(uri);
    return uri.substring(0, path).toLowerCase(Locale.ROOT) + uri.substring(path);
  }

  /** The host in lower case, without user and port. */
  static Optional<String> host(String uri) {
    int start = uri.indexOf("://");
    if (start < 0) {
      return Optional.empty();
    }
    String authority = uri.substring(start + 3, pathStart(uri));
    return Optional.of(hostOf(authority)).filter(host -> !host.isEmpty());
  }

  /** The host of {@code user@host:port}, in lower case. */
  static String hostOf(String authority) {
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int port = host.lastIndexOf(':');
    boolean hasPort = port >= 0 && host.indexOf(']', port) < 0;
    return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses a URI that no server would take.
   *
   * @throws InvalidDataFailure when it is longer
   */
  static void requireShort(String uri) {
    if (uri.length() > LONGEST) {
      throw refused(uri.substring(0, 80) + "...", "it is longer than " + LONGEST + " characters");
    }
  }

  /**
   * Refuses a URI that could lead a file to a place the configuration did not mean.
   *
   * @throws InvalidDataFailure when it is such a one
   */
  static void requireSafe(String uri) {
    if (uri.indexOf('?') >= 0 || uri.indexOf('#') >= 0) {
      throw refused(uri, "it has a query or a fragment");
    }
    String path = decode(uri.substring(pathStart(uri)), uri);
    if (hasControls(uri) || hasControls(path)) {
      throw refused(uri, "it has control characters");
    }
    if (uri.toLowerCase(Locale.ROOT).contains("%2f")) {
      throw refused(uri, "it has an encoded slash, which servers read in different ways");
    }
    requireSafePath(path, uri);
  }

  private static void requireSafePath(String path, String uri) {
    if (path.contains("//")) {
      throw refused(uri, "it has an empty directory name (//) in its path");
    }
    if (hasDots(path)) {
      throw refused(uri, "it has . or .. in its path");
    }
  }

  /** Whether a path has a segment that means this directory or the one above. */
  static boolean hasDots(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /**
   * The text with its percent-encoded bytes decoded as UTF-8.
   *
   * @param uri what the text is from, for the message
   * @throws InvalidDataFailure when it is not properly encoded
   */
  static String decode(String text, String uri) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        bytes.write(encodedByte(raw, i, uri));
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    return utf8(bytes.toByteArray(), uri);
  }

  private static int encodedByte(byte[] raw, int at, String uri) {
    if (at + 2 >= raw.length
        || !HexFormat.isHexDigit(raw[at + 1])
        || !HexFormat.isHexDigit(raw[at + 2])) {
      throw refused(uri, "it has a % that two hexadecimal digits do not follow");
    }
    return HexFormat.fromHexDigit(raw[at + 1]) << 4 | HexFormat.fromHexDigit(raw[at + 2]);
  }

  private static String utf8(byte[] bytes, String uri) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(uri, "its percent-encoded bytes are not UTF-8");
    }
  }

  static InvalidDataFailure refused(String uri, String why) {
    return new InvalidDataFailure(
        "cannot tell where " + printable(uri) + " is written: " + why,
        "Set hv:uri to a plain URI: scheme, host and the path of a file.");
  }

  private static String printable(String uri) {
    return uri.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
