package io.vmcaster.model;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a URL with an authority, as they are written. {@link java.net.URI} takes no host
 * with an underscore for one, nor anything with a blank or a percent sign that means itself; what a
 * protocol does not allow it refuses itself.
 *
 * @param scheme in lower case
 * @param user user and password, empty when there are none
 * @param host with the brackets of an IPv6 address; may be empty
 * @param port the digits behind the host, empty when there are none
 * @param path with its first slash; may be empty
 * @param query with its question mark, empty when there is none
 * @param fragment with its number sign, empty when there is none
 */
public record Url(
    String scheme,
    String user,
    String host,
    String port,
    String path,
    String query,
    String fragment) {

  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#]*)@)?(\\[[^\\]/?#]*\\]|[^:/?#]*)(?::([0-9]*))?"
              + "(/[^?#]*)?(\\?[^#]*)?(#.*)?",
          Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("\\[[0-9a-fA-F:.]+(?:%25[\\w.~-]+)?\\]|[\\w.-]+");
  private static final Pattern LABELS =
      Pattern.compile("(?=.{1,254}$)(?:[^.]{1,63}\\.)*[^.]{1,63}\\.?");
  private static final Pattern ENCODED = Pattern.compile("(?:[^%]++|%[0-9a-fA-F]{2})*+");

  /** The parts of a text; empty when it is no URL with an authority. */
  public static Optional<Url> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Url(
                Ascii.lower(parts.group(1)),
                part(parts, 2),
                part(parts, 3),
                part(parts, 4),
                part(parts, 5),
                part(parts, 6),
                part(parts, 7)))
        : Optional.empty();
  }

  private static String part(Matcher parts, int group) {
    return parts.group(group) == null ? "" : parts.group(group);
  }

  /** All that is behind the port. */
  public String rest() {
    return path + query + fragment;
  }

  /** The host in lower case, without brackets. */
  public String bareHost() {
    return Ascii.lower(host.replace("[", "").replace("]", ""));
  }

  /**
   * The same for a host that can be one.
   *
   * @throws IllegalArgumentException with the reason when it cannot
   */
  public String properHost() {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("it names no host of letters, digits, hyphens and dots");
    }
    if (!host.startsWith("[") && !LABELS.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "a host name has up to 253 letters, 1 to 63 of them between its dots");
    }
    return bareHost();
  }

  /**
   * The port.
   *
   * @param usual the one of a URL that names none
   * @throws IllegalArgumentException with the reason when it is none
   */
  public int port(int usual) {
    int number = port.isEmpty() ? usual : port.length() > 5 ? 0 : Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("there is no port " + port);
    }
    return number;
  }

  /** Any text with every byte but letters, digits and {@code -_.~/} as a percent sign. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~")
        .replace("%2F", "/");
  }

  /**
   * A text without its percent signs. {@link URLDecoder} also takes blanks from plus signs, and
   * digits that are none.
   *
   * @throws IllegalArgumentException with the reason when it is not properly encoded UTF-8
   */
  public static String decode(String text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(text))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("its percent-encoded bytes are not UTF-8", e);
    }
  }

  /**
   * The bytes of a text without its percent signs, those of UTF-8 for what is not encoded.
   *
   * @throws IllegalArgumentException with the reason when it is not properly encoded
   */
  public static byte[] bytes(String text) {
    if (!ENCODED.matcher(text).matches()) {
      throw new IllegalArgumentException("it has a % that two hexadecimal digits do not follow");
    }
    byte[] utf8 = text.replace("+", "%2B").getBytes(StandardCharsets.UTF_8);
    return URLDecoder.decode(
            new String(utf8, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
