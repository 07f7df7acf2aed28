package io.vmcaster.uploader.scp;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Url;
import io.vmcaster.uploader.Location;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as a user names it, before the ssh configuration says what that means.
 *
 * @param user whom to log in as, when the name says it
 * @param host a name, an address, or an alias of the configuration
 * @param port where it listens, when the name says it
 */
record SshEndpoint(Optional<String> user, String host, Optional<Integer> port) {

  /** User, host in brackets, host without them, port. */
  private static final Pattern FORM =
      Pattern.compile("(?:(.*)@)?(?:\\[(.*)]|([^:\\[]*))(?::(.*))?");

  /**
   * Reads {@code [user@]host[:port]}, where an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException with a reason for the user
   */
  static SshEndpoint parse(String text) {
    Matcher parts = FORM.matcher(text);
    String host = !parts.matches() ? "" : parts.group(2) == null ? parts.group(3) : parts.group(2);
    if (!host.matches("[^ /\\\\-][^ /\\\\]*")) {
      throw new IllegalArgumentException("it names no host");
    }
    Optional<String> user = Optional.ofNullable(parts.group(1));
    if (user.filter(name -> name.isEmpty() || name.startsWith("-")).isPresent()) {
      throw new IllegalArgumentException("it names no user before the @");
    }
    Optional<Integer> port = Optional.ofNullable(parts.group(4)).map(SshEndpoint::port);
    return new SshEndpoint(user, Ascii.lower(host), port);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return user.map(u -> u + "@").orElse("") + shown + port.map(p -> ":" + p).orElse("");
  }

  /**
   * Reads the number of a port.
   *
   * @throws IllegalArgumentException when it is none
   */
  static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port == 0 || port > 65535) {
      throw new IllegalArgumentException("\"" + text + "\" is no port");
    }
    return port;
  }

  /**
   * Reads targets as OpenSSH's scp does: {@code [user@]host:path}, with an IPv6 address in
   * brackets, or {@code scp://[user@]host[:port]/path}. In the first form the path is taken letter
   * by letter; one without a slash in front starts in the home directory. In the second {@code
   * /path} starts in the home directory too, {@code //path} is absolute, and {@code %20} is a
   * blank.
   */
  static final class SshTarget {

    /** A colon behind a slash is one of a path, as in {@code ./a:b}. */
    private static final Pattern WITH_COLON =
        Pattern.compile("((?:[^:/]*@)?\\[[^/]*?]|[^:/]+):(.*)");

    private static final Pattern AS_URL = Pattern.compile("(?:scp|sftp)://([^/]*)/?(.*)");

    private SshTarget() {}

    /** The place that a target names; its endpoint is what {@link SshEndpoint#parse} reads. */
    static Location parse(String target) {
      Location.requirePlain(target);
      Matcher url = AS_URL.matcher(target);
      if (url.matches()) {
        String path = decode(target, url.group(2));
        Location.requirePlain(path);
        return locate(target, decode(target, url.group(1)), path);
      }
      Matcher colon = WITH_COLON.matcher(target);
      if (!colon.matches()) {
        throw unusable(target, "it names no host");
      }
      return locate(target, colon.group(1), colon.group(2));
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

    private static String decode(String target, String text) {
      try {
        return new String(Url.bytes(text), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw unusable(target, "a percent sign in a URL needs two digits behind it");
      }
    }

    private static ConfigurationFailure unusable(String target, String why) {
      return new ConfigurationFailure(
          "cannot write to \"" + target + "\" by scp: " + why,
          "write user@host:/path, host:path-in-the-home-directory or scp://user@host:port//path");
    }
  }
}
