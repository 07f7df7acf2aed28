package io.vmcaster.fetch;

import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A web server that asks others for us.
 *
 * @param variable what named it
 * @param host its name or address
 * @param port its port
 * @param login user and password with a colon between them; empty when it wants none
 */
public record WebProxy(String variable, String host, int port, Optional<String> login) {

  /**
   * Reads what a variable says: a URL, or host and port alone.
   *
   * @throws ConfigurationFailure when it is neither, or no proxy that speaks HTTP
   */
  static WebProxy parse(String variable, String value) {
    String text = value.contains("://") ? value : "http://" + value;
    try {
      WebUrl url = WebUrl.parse(text);
      if (!url.isSecure()) {
        return new WebProxy(
            variable, url.host(), url.port(), Optional.ofNullable(login(url.uri())));
      }
      throw unusable(variable, text, null);
    } catch (InvalidDataFailure e) {
      throw unusable(variable, text, e);
    }
  }

  /** Percent signs are gone; null when there is none. */
  private static String login(URI url) {
    String authority = url.getAuthority();
    int at = authority.lastIndexOf('@');
    return url.getUserInfo() != null || at < 0 ? url.getUserInfo() : authority.substring(0, at);
  }

  private static ConfigurationFailure unusable(String variable, String text, Exception cause) {
    return new ConfigurationFailure(
        "the proxy that " + variable + " names cannot be used: " + Secrets.masked(text),
        "Write http://host:port or http://user:password@host:port, odd characters percent-encoded;"
            + " no_proxy names the hosts that are reached without it.",
        cause);
  }

  /** Where it is; its name is looked up now, since it may move. */
  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** The header that lets us in. */
  public Optional<String> authorization() {
    return login.map(
        text ->
            "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Host and port, and who said so. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + " (" + variable + ")";
  }
}
