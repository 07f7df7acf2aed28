package io.vmcaster.fetch;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that {@code http_proxy}, {@code https_proxy} and {@code no_proxy} name, as curl, wget
 * and Python understand them. The names may be in upper case, save {@code HTTP_PROXY} where a web
 * server runs the program: there a stranger's header sets it.
 */
public final class WebProxies extends ProxySelector {

  private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  private final Map<String, String> variables;
  private final WithoutProxy without;

  /** The proxies of an environment; what cannot be used is found when it is needed. */
  public WebProxies(Environment environment) {
    this.variables = environment.variables();
    this.without = WithoutProxy.parse(first("no_proxy").map(Map.Entry::getValue).orElse(""));
  }

  /**
   * Lets a name and a password go to a proxy when it is asked for a tunnel. Java does not by
   * itself, since they go there in the clear; who writes them into {@code https_proxy} wants it.
   * Java looks once, before the first request is made.
   */
  void permitLogins() {
    if (!isEmpty() && System.getProperty(TUNNELS) == null) {
      System.setProperty(TUNNELS, "");
    }
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
    List<String> lines = new ArrayList<>();
    for (String scheme : List.of("http", "https")) {
      first(scheme + "_proxy")
          .map(variable -> WebProxy.parse(variable.getKey(), variable.getValue()))
          .ifPresent(proxy -> lines.add(scheme + ":// is read through " + proxy + exceptions()));
    }
    return lines;
  }

  private String exceptions() {
    return without.hosts().isEmpty()
        ? ""
        : ", but not " + String.join(", ", without.hosts()) + " (no_proxy)";
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
}
