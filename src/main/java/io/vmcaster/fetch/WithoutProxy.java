package io.vmcaster.fetch;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The hosts that are reached without a proxy, as {@code no_proxy} names them: a host, which stands
 * for all below it too, with a port or without; {@code *} for all.
 *
 * @param hosts in lower case
 */
record WithoutProxy(List<String> hosts) {

  static WithoutProxy parse(String value) {
    return new WithoutProxy(
        Stream.of(value.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .map(host -> host.replaceFirst("^\\*?\\.", ""))
            .filter(host -> !host.isEmpty())
            .toList());
  }

  boolean covers(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return hosts.stream()
        .anyMatch(
            each -> each.equals("*") || isIn(host, each) || isIn(host + ":" + portOf(url), each));
  }

  private static boolean isIn(String host, String domain) {
    return host.equals(domain) || host.equals("[" + domain + "]") || host.endsWith("." + domain);
  }

  private static int portOf(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
