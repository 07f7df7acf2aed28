package io.vmcaster.config;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Url;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the configuration has to know of a URI, which may come from somebody else's list. */
final class UriText {

  private static final int LONGEST = 8000;

  private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.{1,2}(?:/|\\z)");

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
    return Url.parse(uri).map(Url::bareHost).filter(host -> !host.isEmpty());
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
    if (Ascii.holdsControl(uri) || Ascii.holdsControl(path)) {
      throw refused(uri, "it has control characters");
    }
    if (uri.toLowerCase(Locale.ROOT).contains("%2f")) {
      throw refused(uri, "it has an encoded slash, which servers read in different ways");
    }
    if (path.contains("//")) {
      throw refused(uri, "it has an empty directory name (//) in its path");
    }
    if (hasDots(path)) {
      throw refused(uri, "it has . or .. in its path");
    }
  }

  /** Whether a path has a segment that means this directory or the one above. */
  static boolean hasDots(String path) {
    return DOTS.matcher(path).find();
  }

  /**
   * The text with its percent-encoded bytes decoded as UTF-8.
   *
   * @param uri what the text is from, for the message
   * @throws InvalidDataFailure when it is not properly encoded
   */
  static String decode(String text, String uri) {
    try {
      return Url.decode(text);
    } catch (IllegalArgumentException e) {
      throw refused(uri, e.getMessage());
    }
  }

  static InvalidDataFailure refused(String uri, String why) {
    return new InvalidDataFailure(
        "cannot tell where " + Ascii.visible(uri) + " is written: " + why,
        "Set hv:uri to a plain URI: scheme, host and the path of a file.");
  }
}
