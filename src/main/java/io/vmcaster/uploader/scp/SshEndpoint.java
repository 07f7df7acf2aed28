package io.vmcaster.uploader.scp;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Url;
import io.vmcaster.uploader.Location;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A server as a user names it, before the ssh configuration says what that means.
 *
 * @param user whom to log in as, when the name says it
 * @param host a name, an address, or an alias of the configuration
 * @param port where it listens, when the name says it
 */
record SshEndpoint(Optional<String> user, String host, Optional<Integer> port) {

  /**
   * Reads {@code [user@]host[:port]}, where an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException with a reason for the user
   */
  static SshEndpoint parse(String text) {
    int at = text.lastIndexOf('@');
    Optional<String> user = at < 0 ? Optional.empty() : Optional.of(text.substring(0, at));
    String rest = text.substring(at + 1);
    int end = rest.startsWith("[") ? rest.indexOf(']') : rest.indexOf(':') - 1;
    if (rest.startsWith("[") && end < 0) {
      throw new IllegalArgumentException("a bracket is not closed");
    }
    boolean ported = end >= 0 && end + 1 < rest.length();
    String host = ported || rest.startsWith("[") ? rest.substring(0, end + 1) : rest;
    Optional<Integer> port = ported ? Optional.of(port(rest.substring(end + 1))) : Optional.empty();
    return new SshEndpoint(checkUser(user), checkHost(host), port);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return user.map(u -> u + "@").orElse("") + shown + port.map(p -> ":" + p).orElse("");
  }

  private static Optional<String> checkUser(Optional<String> user) {
    if (user.isPresent() && (user.get().isEmpty() || user.get().startsWith("-"))) {
      throw new IllegalArgumentException("it names no user before the @");
    }
    return user;
  }

  private static String checkHost(String bracketed) {
    boolean fenced = bracketed.startsWith("[");
    String host = fenced ? bracketed.substring(1, bracketed.length() - 1) : bracketed;
    if (host.isEmpty()
        || host.startsWith("-")
        || host.chars().anyMatch(c -> " /\\".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("it names no host");
    }
    return Ascii.lower(host);
  }

  private static int port(String text) {
    try {
      int port = text.startsWith(":") ? Integer.parseInt(text.substring(1)) : 0;
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text.substring(1) + "\" is no port", e);
    }
    throw new IllegalArgumentException("\"" + text + "\" is no port");
  }

  /**
   * Reads targets as OpenSSH's scp does: {@code [user@]host:path}, with an IPv6 address in
   * brackets, or {@code scp://[user@]host[:port]/path}. In the first form the path is taken letter
   * by letter; one without a slash in front starts in the home directory. In the second {@code
   * /path} starts in the home directory too, {@code //path} is absolute, and {@code %20} is a
   * blank.
   */
  static final class SshTarget {

    private static final String ADVICE =
        "write user@host:/path, host:path-in-the-home-directory or scp://user@host:port//path";

    private SshTarget() {}

    /** The place that a target names; its endpoint is what {@link SshEndpoint#parse} reads. */
    static Location parse(String target) {
      Location.requirePlain(target);
      if (target.startsWith("scp://") || target.startsWith("sftp://")) {
        return ofUrl(target, target.substring(target.indexOf("//") + 2));
      }
      int colon = colon(target);
      if (colon <= 0) {
        throw unusable(target, "it names no host");
      }
      String endpoint = target.substring(0, colon);
      if (endpoint.indexOf(':') >= 0 && !endpoint.endsWith("]")) {
        throw unusable(target, "an IPv6 address has to stand in brackets");
      }
      return locate(target, unbracketed(endpoint), target.substring(colon + 1));
    }

    /** Where host and path part; -1 when there is no host, as in {@code ./a:b}. */
    private static int colon(String target) {
      boolean fenced = target.startsWith("[");
      for (int i = 0; i < target.length(); i++) {
        fenced |= target.startsWith("@[", i);
        if (fenced && target.startsWith("]:", i)) {
          return i + 1;
        }
        if (!fenced && target.charAt(i) == ':') {
          return i;
        }
        if (target.charAt(i) == '/') {
          return -1;
        }
      }
      return -1;
    }

    private static Location ofUrl(String target, String rest) {
      int slash = rest.indexOf('/');
      if (slash < 0) {
        throw unusable(target, "it names no file");
      }
      String path = decode(target, rest.substring(slash + 1));
      Location.requirePlain(path);
      return locate(target, decode(target, rest.substring(0, slash)), path);
    }

    private static Location locate(String target, String endpoint, String path) {
      String relative = path.startsWith("~/") ? path.substring(2) : path;
      if (relative.startsWith("~") && relative.indexOf('/') > 0) {
        throw unusable(target, "another user's home directory cannot be named");
      }
      if (relative.isEmpty() || relative.endsWith("/")) {
        throw unusable(target, "it names no file");
      }
      try {
        return new Location(SshEndpoint.parse(endpoint).toString(), relative);
      } catch (IllegalArgumentException e) {
        throw unusable(target, e.getMessage());
      }
    }

    /** The colon form has no port: in {@code user@[host]} the brackets only fence the colons. */
    private static String unbracketed(String endpoint) {
      int open = endpoint.indexOf('[');
      boolean fenced = open >= 0 && endpoint.endsWith("]") && endpoint.indexOf(':') < 0;
      return fenced
          ? endpoint.substring(0, open) + endpoint.substring(open + 1, endpoint.length() - 1)
          : endpoint;
    }

    private static String decode(String target, String text) {
      try {
        return new String(Url.bytes(text), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw unusable(target, "a percent sign in a URL needs two digits behind it");
      }
    }

    private static ConfigurationFailure unusable(String target, String why) {
      return new ConfigurationFailure("cannot write to \"" + target + "\" by scp: " + why, ADVICE);
    }
  }
}
