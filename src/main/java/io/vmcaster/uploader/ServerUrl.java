package io.vmcaster.uploader;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Url;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A place on a server, such as {@code gsidcap://door.example.org:22128/pnfs/example.org/a}.
 *
 * @param scheme {@code https}, {@code http}, {@code gsidcap} or {@code dcap}
 * @param host the server's name or address, in lower case, without brackets
 * @param port the server's port
 * @param path the path from the root, as it is, without percent signs for special characters
 */
public record ServerUrl(String scheme, String host, int port, String path) {

  private static final Map<String, Integer> PORTS =
      Map.of("https", 443, "http", 80, "gsidcap", 22128, "dcap", 22125);

  /**
   * Reads a target; {@code dav} is another word for {@code http}.
   *
   * @param schemes those that will do, the usual one first
   * @throws ConfigurationFailure when it is no such URL
   */
  public static ServerUrl parse(String target, List<String> schemes) {
    Location.requirePlain(target);
    Url url =
        Url.parse(target.replaceFirst("^(?i)dav(s?:)", "http$1"))
            .filter(each -> schemes.contains(each.scheme()) && each.user().isEmpty())
            .filter(each -> !each.path().isEmpty() || each.rest().isEmpty())
            .orElseThrow(
                () ->
                    unusable(
                        target, "it does not look like " + schemes.get(0) + "://host:port/path"));
    try {
      ServerUrl server =
          new ServerUrl(
              url.scheme(),
              url.properHost(),
              url.port(PORTS.get(url.scheme())),
              url.path().isEmpty() ? "/" : url.rest());
      if (url.scheme().startsWith("http") && server.uri().getHost() == null) {
        throw new IllegalArgumentException(
            "Java's HTTP client takes no such host: underscores, a label that begins or ends with a"
                + " hyphen, a last one that begins with a digit");
      }
      return server;
    } catch (IllegalArgumentException e) {
      throw unusable(target, e.getMessage());
    }
  }

  /**
   * The place of a file.
   *
   * @throws ConfigurationFailure when it can only be a directory
   */
  public Location location() {
    if (path.endsWith("/")) {
      throw unusable(toString(), "it names no file");
    }
    return new Location(endpoint(), path);
  }

  private static ConfigurationFailure unusable(String target, String why) {
    return new ConfigurationFailure(
        "the target \"" + target + "\" cannot be written: " + why,
        "Correct writeprefix (or uriReplace) of the section that covers it.");
  }

  /** Whether TLS or GSI protects what is said to the server. */
  public boolean secure() {
    return scheme.equals("https") || scheme.equals("gsidcap");
  }

  /** The server in one form, without a path. */
  public String endpoint() {
    return server() + ":" + port;
  }

  private String server() {
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host);
  }

  /** Another path on the same server. */
  public ServerUrl withPath(String other) {
    return new ServerUrl(scheme, host, port, other);
  }

  /** The form that a door reads in a command: no port, special characters as percent signs. */
  public String withoutPort() {
    return server() + Url.encode(path);
  }

  /** What a request asks for: special characters as percent signs, the usual port left out. */
  public URI uri() {
    return URI.create(port == PORTS.get(scheme) ? withoutPort() : endpoint() + Url.encode(path));
  }

  /** Whether a URL leads to the same server. */
  public boolean isOriginOf(URI other) {
    return Url.parse(other.toString())
        .filter(each -> each.scheme().equals(scheme) && each.bareHost().equals(host))
        .map(each -> each.port().isEmpty() ? PORTS.get(scheme).toString() : each.port())
        .filter(Integer.toString(port)::equals)
        .isPresent();
  }

  /** The form that people and {@code dccp} read: everything as it is. */
  @Override
  public String toString() {
    return endpoint() + path;
  }
}
