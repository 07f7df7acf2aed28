package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.fetch.WebUrl;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a server may redirect a request to.
 *
 * @param tried what was tried, as the beginning of a message
 * @param insecure whether TLS may be left
 * @param proxied whether a proxy connects us, so that addresses here mean nothing
 * @param seen the addresses so far
 */
record Redirects(String tried, boolean insecure, boolean proxied, List<URI> seen) {

  private static final int MOST = 5;

  /** Begins with the first address. */
  Redirects(String tried, URI first, boolean insecure, boolean proxied) {
    this(tried, insecure, proxied, new ArrayList<>(List.of(first)));
  }

  /**
   * The next address.
   *
   * @throws TransferFailure when it is none that is followed
   */
  URI next(Answer answer) {
    URI from = answer.url();
    URI to = target(answer);
    boolean plain = "http".equalsIgnoreCase(to.getScheme());
    String fault = null;
    if (to.getHost() == null || !(plain || "https".equalsIgnoreCase(to.getScheme()))) {
      fault = "which is no web address";
    } else if (plain && "https".equalsIgnoreCase(from.getScheme()) && !insecure) {
      fault = "where nothing is protected by TLS";
    } else if (!proxied && !isPrivate(seen.get(0).getHost()) && isPrivate(to.getHost())) {
      fault = "an address inside of this network";
    } else if (seen.contains(to)) {
      fault = "where it comes from: a circle";
    } else if (seen.size() > MOST) {
      fault = "after " + MOST + " others";
    }
    if (fault != null) {
      throw refused(from + " redirects it to " + to + ", " + fault);
    }
    try {
      WebUrl.of(to);
    } catch (InvalidDataFailure e) {
      throw refused(e.getMessage() + ", where " + from + " redirects it to");
    }
    seen.add(to);
    return to;
  }

  private URI target(Answer answer) {
    String location = answer.header("location").orElse("");
    if (location.isBlank()) {
      throw refused(answer.url() + " redirects it and does not say where");
    }
    try {
      return answer.url().resolve(URI.create(location.replace(" ", "%20")));
    } catch (IllegalArgumentException e) {
      throw refused(answer.url() + " redirects it to what is no address");
    }
  }

  private TransferFailure refused(String why) {
    return new TransferFailure(
        tried + ": " + why, "Ask those who run the server; nothing was sent there.");
  }

  /** Whether a name leads to this machine or a private network. */
  static boolean isPrivate(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (address.isLoopbackAddress()
            || address.isSiteLocalAddress()
            || address.isLinkLocalAddress()
            || address.isAnyLocalAddress()
            || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc)) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException e) {
      return false; // the connection fails, and says so
    }
  }
}
