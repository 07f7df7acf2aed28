package io.vmcaster.fetch;

import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.TrustedTls.WebTrust.UntrustedServer;
import io.vmcaster.fetch.WebProxies.WebProxy;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * Turns what web servers answer, or do not, into failures that tell what to do.
 *
 * @param verb what was tried with it, such as {@code get}
 * @param url what was asked for
 * @param proxy of whom, when not of the server itself
 */
public record HttpFailures(String verb, URI url, Optional<WebProxy> proxy) {

  private static final String LATER = "Run the command again later.";
  private static final String NO_LOGIN = "Consumers have no login: let everybody read the file.";
  private static final String SPEAK_HTTP = "Let the server speak it: consumers do.";
  private static final int LOGIN_WANTED = 407;

  /** What Java says when a proxy does not connect us to the server. */
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** The server answered with something else than the file. */
  Failure refused(int status) {
    if (status == LOGIN_WANTED && proxy.isPresent()) {
      return loginWanted(proxy.get());
    }
    String answered = "the server answers with status " + status;
    return switch (status) {
      case 401 -> forGood(answered + ": it asks for a login", NO_LOGIN);
      case 403 -> forGood(answered + ": it does not let everybody read", NO_LOGIN);
      case 404, 410 -> forGood("there is no such file", "See whether the URL is right.");
      case 426, 505 -> forGood(answered + ": it does not take HTTP/1.1", SPEAK_HTTP);
      default ->
          isTemporary(status)
              ? later(answered)
              : forGood(answered, "Try the same URL in a browser or with curl.");
    };
  }

  /** The server redirects us to where we do not go. */
  Failure redirected(String where) {
    return forGood(
        "the server redirects us " + where,
        "Consumers do not follow either: let the server answer itself, or name the address where"
            + " the file is.");
  }

  private Failure forGood(String what, String advice, Throwable... cause) {
    return new TransferFailure(tried() + what, advice, cause);
  }

  private Failure later(String what, Throwable... cause) {
    return new TemporaryFailure(tried() + what, LATER, cause);
  }

  private Failure loginWanted(WebProxy asked) {
    return new ConfigurationFailure(
        tried() + "the proxy " + (asked.login().isPresent() ? "refuses the" : "wants a") + " login",
        "Write it into " + asked.variable() + " as http://user:password@host:port.");
  }

  /** Whether the same question may be answered otherwise later. */
  public static boolean isTemporary(int status) {
    return status >= 500 || status == 408 || status == 425 || status == 429;
  }

  private String tried() {
    String through = proxy.map(by -> " through the proxy " + by).orElse("");
    return "cannot " + verb + " " + Secrets.masked(url.toString()) + through + ": ";
  }

  /** There was no answer, not the whole of it, or one that no client expects of a server. */
  public Failure of(Throwable e) {
    String root = Failure.rootMessage(e);
    if (e instanceof Failure failure) {
      return failure;
    }
    if (e instanceof RuntimeException) { // such as Content-Length: abc
      return forGood(
          "the server's answer cannot be understood (" + root + ")",
          "Try the same URL with curl -v, and tell those who run the server.",
          e);
    }
    if (Failure.cause(e, CertificateException.class).isPresent()) {
      return untrusted(root, e);
    }
    if (e instanceof SSLHandshakeException && !Failure.cause(e, EOFException.class).isPresent()) {
      return forGood(
          "no TLS connection can be agreed on (" + root + ")",
          "See which versions of TLS the server speaks.",
          e);
    }
    if (root.contains("recognized SSL message")) {
      return forGood(
          "the server does not speak TLS there",
          "See whether the port is right, and whether it is http:// that is served there.",
          e);
    }
    Matcher noTunnel = NO_TUNNEL.matcher(String.valueOf(e.getMessage()));
    return noTunnel.find() ? noTunnel(Integer.parseInt(noTunnel.group(1)), e) : unreached(root, e);
  }

  private Failure untrusted(String said, Throwable e) {
    String why = said;
    String advice = "Name the directory with its certificate authority by --ca-dir.";
    if (Failure.cause(e, CertificateExpiredException.class).isPresent()) {
      why = "it has expired, " + said;
      advice = "Ask those who run the server to renew it, and see whether the clock here is right.";
    } else if (said.startsWith("No subject alternative") || said.startsWith("No name matching")) {
      why = "it is for another host than " + host();
      advice = "See whether the URL has the name that the server is known by.";
    } else if (Failure.cause(e, UntrustedServer.class).isPresent()) {
      advice =
          "Ask those who run the server, or check the trust anchors (fetch-crl brings revocation"
              + " lists).";
    }
    return new TrustFailure(
        tried() + "the server's certificate is not accepted (" + why + ")", advice, e);
  }

  private Failure noTunnel(int status, Throwable e) {
    String what = "it does not connect us to the server (status " + status + ")";
    return isTemporary(status)
        ? later(what, e)
        : forGood(what, "Ask those who run the proxy, or name the server in no_proxy.", e);
  }

  private Failure unreached(String root, Throwable e) {
    if (e instanceof HttpTimeoutException || e instanceof SocketTimeoutException) {
      return later(root.startsWith("less") ? "the server sends " + root : "no answer in time", e);
    }
    if (Failure.cause(e, ProtocolException.class).isPresent()) {
      return forGood("the server does not answer in HTTP/1.1 (" + root + ")", SPEAK_HTTP, e);
    }
    if (Failure.cause(e, UnresolvedAddressException.class).isPresent()
        || Failure.cause(e, UnknownHostException.class).isPresent()) {
      return new TemporaryFailure(
          tried() + "the name " + proxy.map(WebProxy::host).orElse(host()) + " has no address",
          "See whether the name is right; name servers may fail for a while.",
          e);
    }
    return e instanceof ConnectException
        ? later("the connection is refused", e)
        : later("the connection broke (" + root + ")", e);
  }

  private String host() {
    return url.getHost() == null ? url.getRawAuthority() : url.getHost();
  }
}
