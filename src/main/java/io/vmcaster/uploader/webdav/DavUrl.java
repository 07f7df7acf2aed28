package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure.ConfigurationFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on a WebDAV server, such as {@code https://door.example.org:2880/pnfs/example.org/a}.
 *
 * @param secure whether it is reached by TLS
 * @param host the server's name or address, in lower case, without brackets
 * @param port the server's port
 * @param path the path from the root, as it is, without percent signs for special characters
 */
record DavUrl(boolean secure, String host, int port, String path) {

  private static final Pattern FORM =
      Pattern.compile(
          "(https|http|davs|dav)://(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?(/.*)?",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final String PLAIN_CHARACTERS = "-_.~/";

  /**
   * Reads a target.
   *
   * @throws ConfigurationFailure when it is no such URL
   */
  static DavUrl parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw unusable(text, "it does not look like https://host:port/path");
    }
    boolean secure = matcher.group(1).toLowerCase(Locale.ROOT).endsWith("s");
    String path = matcher.group(4) == null ? "/" : matcher.group(4);
    return new DavUrl(secure, bare(matcher.group(2)), port(text, matcher.group(3), secure), path);
  }

  /** The server in one form, without a path. */
  String endpoint() {
    return (secure ? "https://" : "http://") + bracketed() + ":" + port;
  }

  /** Another path on the same server. */
  DavUrl withPath(String other) {
    return new DavUrl(secure, host, port, other);
  }

  /** What a request asks for: special characters as percent signs, the usual port left out. */
  URI uri() {
    String authority = port == usualPort(secure) ? bracketed() : bracketed() + ":" + port;
    return URI.create((secure ? "https://" : "http://") + authority + encode(path));
  }

  /** Whether a URL leads to the same server. */
  boolean isOriginOf(URI other) {
    boolean alsoSecure = "https".equalsIgnoreCase(other.getScheme());
    int otherPort = other.getPort() < 0 ? usualPort(alsoSecure) : other.getPort();
    return secure == alsoSecure
        && port == otherPort
        && other.getHost() != null
        && host.equals(bare(other.getHost()));
  }

  /** The form that people read: everything as it is. */
  @Override
  public String toString() {
    return endpoint() + path;
  }

  private static int usualPort(boolean secure) {
    return secure ? 443 : 80;
  }

  private String bracketed() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String bare(String host) {
    String inside = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return inside.toLowerCase(Locale.ROOT);
  }

  private static int port(String text, String digits, boolean secure) {
    if (digits == null) {
      return usualPort(secure);
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw unusable(text, "there is no port " + digits);
    }
    return port;
  }

  private static ConfigurationFailure unusable(String text, String why) {
    return new ConfigurationFailure(
        "the target \"" + text + "\" cannot be written by webdav: " + why,
        "Correct writeprefix (or uriReplace) of the section that covers it.");
  }

  /** A path with every byte but letters, digits and {@code -_.~/} as a percent sign. */
  static String encode(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (Character.isLetterOrDigit(b) || PLAIN_CHARACTERS.indexOf(b) >= 0)) {
        out.append((char) b);
      } else {
        out.append(String.format("%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }
}
