package io.vmcaster.fetch;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts that are reached without a proxy, as {@code no_proxy} names them for curl and Python: a
 * host, which stands for all below it too, with a port or without; an address, or a network of them
 * such as {@code 127.0.0.0/8}; {@code *} for all.
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
