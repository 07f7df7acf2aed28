package io.vmcaster.uploader.scp;

import io.vmcaster.model.Ascii;
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
}
