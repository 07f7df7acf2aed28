package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure.ConfigurationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on a dCache server, such as {@code gsidcap://door.example.org:22128/pnfs/example.org/a}.
 *
 * @param gsi whether the control line goes through the tunnel
 * @param host the door's name or address, in lower case, without brackets
 * @param port the door's port
 * @param path the file's path from the root, as it is, without percent signs for special characters
 */
record DcapUrl(boolean gsi, String host, int port, String path) {

  static final int PLAIN_PORT = 22125;
  static final int GSI_PORT = 22128;

  private static final Pattern FORM =
      Pattern.compile(
          "(gsi)?dcap://(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?(/.*)?",
          Pattern.DOTALL);
  private static final String PLAIN_CHARACTERS = "-_.~/";

  /**
   * Reads a target.
   *
   * @throws ConfigurationFailure when it is no such URL, or its path cannot be sent to a door
   */
  static DcapUrl parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw unusable(text, "it does not look like gsidcap://host:port/path");
    }
    boolean gsi = matcher.group(1) != null;
    String path = matcher.group(4) == null ? "/" : matcher.group(4);
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw unusable(text, "a control character cannot be sent to a door");
    }
    return new DcapUrl(gsi, bare(matcher.group(2)), port(text, matcher.group(3), gsi), path);
  }

  /** The door in one form, without a path. */
  String endpoint() {
    return scheme() + "://" + bracketed() + ":" + port;
  }

  /** Another path behind the same door. */
  DcapUrl withPath(String other) {
    return new DcapUrl(gsi, host, port, other);
  }

  /** The form that a door reads in a command: no port, special characters as percent signs. */
  String onControlLine() {
    return scheme() + "://" + bracketed() + encode(path);
  }

  /** The form that people and {@code dccp} read: everything as it is. */
  @Override
  public String toString() {
    return endpoint() + path;
  }

  private String scheme() {
    return gsi ? "gsidcap" : "dcap";
  }

  private String bracketed() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String bare(String host) {
    String inside = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return inside.toLowerCase(Locale.ROOT);
  }

  private static int port(String text, String digits, boolean gsi) {
    if (digits == null) {
      return gsi ? GSI_PORT : PLAIN_PORT;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw unusable(text, "there is no port " + digits);
    }
    return port;
  }

  private static ConfigurationFailure unusable(String text, String why) {
    return new ConfigurationFailure(
        "the target \"" + text + "\" cannot be written: " + why,
        "Mend writeprefix (or uriReplace) of the section that covers it.");
  }

  private static String encode(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        out.append((char) b);
      } else {
        out.append(String.format("%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(byte b) {
    return b > 0 && (Character.isLetterOrDigit(b) || PLAIN_CHARACTERS.indexOf(b) >= 0);
  }
}
