package io.vmcaster.fetch;

import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Url;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address on the web. It may name a host with an underscore, which DNS allows and consumers ask
 * for, but which {@link URI} and {@link java.net.http.HttpClient} do not take for a host.
 *
 * @param uri the address, escaped; its host is null when it holds an underscore
 * @param host the host's name or address, in lower case, without brackets
 * @param port the port, 80 or 443 where none is named
 */
public record WebUrl(URI uri, String host, int port) {

  private static final Pattern UNSAFE = Pattern.compile("[ \"<>\\\\^`{|}]");

  /** No server takes more, and Java takes long for it. */
  private static final int LONGEST = 8000;

  /** Whether a name is a URL of a web server, and no path. */
  public static boolean isOne(String name) {
    String lower = Ascii.lower(name);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /**
   * Reads an address.
   *
   * @throws InvalidDataFailure when no server can be asked for it: it is no URL, of another scheme,
   *     or its host or port is impossible
   */
  public static WebUrl parse(String text) {
    try {
      return of(new URI(new URI(escaped(text)).toASCIIString()));
    } catch (URISyntaxException e) {
      throw new InvalidDataFailure(
          Secrets.masked("\"" + text + "\" is neither a URL nor a path: " + e.getReason()),
          null,
          e);
    }
  }

  /** With the characters escaped that every consumer escapes for itself, and no URL may hold. */
  private static String escaped(String text) throws URISyntaxException {
    if (text.length() > LONGEST) {
      throw new URISyntaxException(
          text.substring(0, 253), "it is longer than " + LONGEST + " characters");
    }
    return UNSAFE
        .matcher(text.strip())
        .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
  }

  /**
   * The same for an address that was read already.
   *
   * @throws InvalidDataFailure as {@link #parse}
   */
  public static WebUrl of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw unusable(uri, "it begins with neither http:// nor https://");
    }
    Url url = Url.parse(uri.toString()).orElseThrow(() -> unusable(uri, "it names no host"));
    try {
      return new WebUrl(uri, url.properHost(), url.port(scheme.equals("https") ? 443 : 80));
    } catch (IllegalArgumentException e) {
      throw unusable(uri, e.getMessage());
    }
  }

  private static InvalidDataFailure unusable(URI uri, String why) {
    return new InvalidDataFailure(
        "cannot read " + Secrets.masked(uri.toString()) + ": " + why, "Correct the address.");
  }

  /** Whether TLS protects it. */
  boolean isSecure() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /**
   * What another server means by {@code Location}.
   *
   * @throws InvalidDataFailure when it is no address on the web
   */
  WebUrl resolve(String location) {
    try {
      URI base = uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
      return of(base.resolve(new URI(escaped(location)).toASCIIString()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new InvalidDataFailure("\"" + Secrets.masked(location) + "\" is no address", null, e);
    }
  }

  /** Without a password. */
  @Override
  public String toString() {
    return Secrets.masked(uri.toString());
  }
}
