package io.vmcaster.subscriber;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a URI, as far as readers look at them. Lenient: blanks and other foreign characters
 * are for the rules to judge.
 *
 * @param scheme in lower case
 * @param user user and password, empty when there are none
 * @param host without brackets or port; may be empty
 * @param port the digits behind the host, empty when there are none
 * @param path with its first slash; may be empty
 * @param query with its question mark, empty when there is none
 * @param fragment with its number sign, empty when there is none
 */
record WebAddress(
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
              + "([/][^?#]*)?(\\?[^#]*)?(#.*)?",
          Pattern.DOTALL);

  /** The parts of a text; empty when it is no URI with an authority. */
  static Optional<WebAddress> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new WebAddress(
            parts.group(1).toLowerCase(Locale.ROOT),
            orEmpty(parts.group(2)),
            parts.group(3),
            orEmpty(parts.group(4)),
            orEmpty(parts.group(5)),
            orEmpty(parts.group(6)),
            orEmpty(parts.group(7))));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  /** Whether it can be fetched over http or https. */
  boolean isWeb() {
    return (scheme.equals("http") || scheme.equals("https")) && !host.isEmpty();
  }

  /** Where it leads, user, query and fragment apart, and a port that need not be said. */
  String location() {
    boolean usual = port.isEmpty() || port.equals(scheme.equals("https") ? "443" : "80");
    return scheme + "://" + host.toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port) + path;
  }

  /** Whether the port matters and is not the one that https has anyway. */
  boolean hasHttpsPort() {
    return scheme.equals("https") && !port.isEmpty() && !port.equals("443");
  }
}
