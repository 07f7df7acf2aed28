package io.vmcaster.fetch;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies that {@code http_proxy}, {@code https_proxy} and {@code no_proxy} name, as curl, wget
 * and Python understand them. The names may be in upper case, save {@code HTTP_PROXY} where a web
 * server runs the program: there a stranger's header sets it.
 */
public final class WebProxies extends ProxySelector {

  private final Map<String, String> variables;
  private final WithoutProxy without;

  /** The proxies of an environment; what cannot be used is found when it is needed. */
  public WebProxies(Environment environment) {
    this.variables = environment.variables();
    this.without = WithoutProxy.parse(first("no_proxy").map(Map.Entry::getValue).orElse(""));
  }

  /** Whether there are none, so that Java's own settings count. */
  boolean isEmpty() {
    return first("http_proxy").isEmpty() && first("https_proxy").isEmpty();
  }

  /**
   * The proxy that a URL is asked of.
   *
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when it cannot be used
   */
  public Optional<WebProxy> of(URI url) {
    return first(url.getScheme().toLowerCase(Locale.ROOT) + "_proxy")
        .filter(variable -> !without.covers(WebUrl.of(url)))
        .map(variable -> WebProxy.parse(variable.getKey(), variable.getValue()));
  }

  /** A line for each proxy there is, for a user to read; without passwords. */
  public List<String> told() {
    String hosts = String.join(", ", without.hosts());
    String exceptions = hosts.isEmpty() ? "" : ", but not " + hosts + " (no_proxy)";
    return Stream.of("http", "https")
        .flatMap(
            scheme ->
                first(scheme + "_proxy")
                    .map(variable -> WebProxy.parse(variable.getKey(), variable.getValue()))
                    .map(proxy -> scheme + ":// is read through " + proxy + exceptions)
                    .stream())
        .toList();
  }

  /** A variable that is set to something; the lower case beats the upper. */
  private Optional<Map.Entry<String, String>> first(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean strange = name.equals("http_proxy") && variables.containsKey("REQUEST_METHOD");
    String chosen = strange || variables.containsKey(name) ? name : upper;
    return Optional.ofNullable(variables.get(chosen))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .map(value -> Map.entry(chosen, value));
  }

  @Override
  public List<Proxy> select(URI url) {
    return List.of(
        of(url).map(proxy -> new Proxy(Proxy.Type.HTTP, proxy.address())).orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI url, SocketAddress address, IOException e) {}

  /**
   * The hosts that are reached without a proxy, as {@code no_proxy} names them for curl and Python:
   * a host, which stands for all below it too, with a port or without; an address, or a network of
   * them such as {@code 127.0.0.0/8}; {@code *} for all.
   *
   * @param hosts in lower case
   */
  record WithoutProxy(List<String> hosts) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");

    static WithoutProxy parse(String value) {
      return new WithoutProxy(
          Stream.of(value.toLowerCase(Locale.ROOT).split("[,\\s]+"))
              .map(host -> host.replaceFirst("^\\*?\\.", ""))
              .filter(host -> !host.isEmpty())
              .toList());
    }

    boolean covers(WebUrl url) {
      String host = url.host();
      return hosts.stream()
          .anyMatch(
              each ->
                  each.equals("*")
                      || isIn(host, each)
                      || isIn(host + ":" + url.port(), each)
                      || each.equals("[" + host + "]:" + url.port())
                      || isInNetwork(host, each));
    }

    private static boolean isIn(String host, String domain) {
      return host.equals(domain) || domain.equals("[" + host + "]") || host.endsWith("." + domain);
    }

    /** Networks are for addresses; the name of a host is not looked up. */
    private static boolean isInNetwork(String host, String network) {
      int slash = network.indexOf('/');
      if (slash < 0 || !network.substring(slash + 1).matches("\\d{1,3}")) {
        return false;
      }
      byte[] address = bytes(host);
      byte[] start = bytes(network.substring(0, slash));
      int unused = start.length * 8 - Integer.parseInt(network.substring(slash + 1));
      return address.length > 0
          && address.length == start.length
          && unused >= 0
          && new BigInteger(1, address)
              .shiftRight(unused)
              .equals(new BigInteger(1, start).shiftRight(unused));
    }

    /** An address as its bytes; none for anything else. */
    private static byte[] bytes(String text) {
      String bare = text.replaceAll("[\\[\\]]", "");
      try {
        return ADDRESS.matcher(bare).matches()
            ? InetAddress.getByName(bare).getAddress()
            : new byte[0];
      } catch (UnknownHostException e) {
        return new byte[0];
      }
    }
  }

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
          "Write http://host:port or http://user:password@host:port, odd characters"
              + " percent-encoded; no_proxy names the hosts that are reached without it.",
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
}
