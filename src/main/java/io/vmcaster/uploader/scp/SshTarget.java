package io.vmcaster.uploader.scp;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Url;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Targets;
import java.nio.charset.StandardCharsets;

/**
 * Reads targets as OpenSSH's scp does: {@code [user@]host:path}, with an IPv6 address in brackets,
 * or {@code scp://[user@]host[:port]/path}. In the first form the path is taken letter by letter;
 * one without a slash in front starts in the home directory. In the second {@code /path} starts in
 * the home directory too, {@code //path} is absolute, and {@code %20} is a blank.
 */
final class SshTarget {

  private static final String ADVICE =
      "write user@host:/path, host:path-in-the-home-directory or scp://user@host:port//path";

  private SshTarget() {}

  /** The place that a target names; its endpoint is what {@link SshEndpoint#parse} reads. */
  static Location parse(String target) {
    Targets.requirePlain(target);
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
    Targets.requirePlain(path);
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
