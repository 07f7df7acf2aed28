package io.vmcaster.fetch;

import io.vmcaster.context.Secrets;
import io.vmcaster.error.Causes;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.TrustedTls.WebTrust.UntrustedServer;
import io.vmcaster.fetch.WebProxies.WebProxy;
import java.io.EOFException;
import java.io.IOException;
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
  private static final int LOGIN_WANTED = 407;

  /** What Java says when a proxy does not connect us to the server. */
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** The server answered with something else than the file. */
  public Failure refused(int status) {
    if (status == LOGIN_WANTED && proxy.isPresent()) {
      return loginWanted(proxy.get());
    }
    String message = tried() + "the server answers with status " + status;
    if (status == 426 || status == 505) {
      return new TransferFailure(
          message + ": it does not take HTTP/1.1", "Let the server speak it: consumers do.");
    }
    if (isTemporary(status)) {
      return new TemporaryFailure(message, LATER);
    }
    if (status == 401 || status == 403) {
      return new TransferFailure(
          message + (status == 401 ? ": it asks for a login" : ": it lets not everybody read"),
          "Consumers have no login: let everybody read the file.");
    }
    if (status == 404 || status == 410) {
      return new TransferFailure(
          tried() + "there is no such file", "See whether the URL is right.");
    }
    return new TransferFailure(message, "Try the same URL in a browser or with curl.");
  }

  /** The server sends us where we do not go. */
  Failure redirected(String where) {
    return new TransferFailure(
        tried() + "the server sends us on " + where,
        "Consumers do not follow either: let the server answer itself, or name the address where"
            + " the file is.");
  }

  /** Its bytes come too slowly. */
  Failure tooSlow(int bytes) {
    return new TemporaryFailure(
        tried() + "the server sends less than " + bytes + " bytes a second", LATER);
  }

  /** What it sends is nothing that the client expects of a server: Content-Length: abc. */
  public Failure unreadable(RuntimeException e) {
    return new TransferFailure(
        tried() + "the server's answer cannot be understood (" + Causes.root(e) + ")",
        "Try the same URL with curl -v, and tell those who run the server.",
        e);
  }

  private Failure loginWanted(WebProxy asked) {
    return new ConfigurationFailure(
        tried()
            + (asked.login().isPresent()
                ? "the proxy refuses the login"
                : "the proxy wants a login"),
        "Write it into " + asked.variable() + " as http://user:password@host:port.");
  }

  private static boolean isTemporary(int status) {
    return status >= 500 || status == 408 || status == 425 || status == 429;
  }

  private String tried() {
    return "cannot "
        + verb
        + " "
        + Secrets.masked(url.toString())
        + proxy.map(by -> " through the proxy " + by).orElse("")
        + ": ";
  }

  /** There was no answer, or not the whole of it. */
  public Failure of(IOException e) {
    if (Causes.has(e, CertificateException.class)) {
      return untrusted(e);
    }
    if (e instanceof SSLHandshakeException && !Causes.has(e, EOFException.class)) {
      return new TransferFailure(
          tried() + "no TLS connection can be agreed on (" + Causes.root(e) + ")",
          "See which versions of TLS the server speaks.",
          e);
    }
    if (Causes.root(e).contains("recognized SSL message")) {
      return new TransferFailure(
          tried() + "the server does not speak TLS there",
          "See whether the port is right, and whether it is http:// that is served there.",
          e);
    }
    Matcher noTunnel = NO_TUNNEL.matcher(String.valueOf(e.getMessage()));
    return noTunnel.find() ? noTunnel(Integer.parseInt(noTunnel.group(1)), e) : unreached(e);
  }

  private Failure untrusted(IOException e) {
    String said = Causes.root(e);
    String refused = tried() + "the server's certificate is not accepted (";
    if (Causes.has(e, CertificateExpiredException.class)) {
      return new TrustFailure(
          refused + "it has expired, " + said + ")",
          "Ask those who run the server to renew it, and see whether the clock here is right.",
          e);
    }
    if (said.startsWith("No subject alternative") || said.startsWith("No name matching")) {
      return new TrustFailure(
          refused + "it is for another host than " + host() + ")",
          "See whether the URL has the name that the server is known by.",
          e);
    }
    if (Causes.has(e, UntrustedServer.class)) {
      return new TrustFailure(
          refused + said + ")",
          "Ask those who run the server, or check the trust anchors (fetch-crl brings revocation"
              + " lists).",
          e);
    }
    return new TrustFailure(
        refused + said + ")", "Name the directory with its certificate authority by --ca-dir.", e);
  }

  private Failure noTunnel(int status, IOException e) {
    String message = tried() + "it does not connect us to the server (status " + status + ")";
    return isTemporary(status)
        ? new TemporaryFailure(message, LATER, e)
        : new TransferFailure(
            message, "Ask those who run the proxy, or name the server in no_proxy.", e);
  }

  private Failure unreached(IOException e) {
    if (e instanceof HttpTimeoutException || e instanceof SocketTimeoutException) {
      return new TemporaryFailure(tried() + "no answer in time", LATER, e);
    }
    if (Causes.has(e, ProtocolException.class)) {
      return new TransferFailure(
          tried() + "the server does not answer in HTTP/1.1 (" + Causes.root(e) + ")",
          "Let the server speak it: consumers do.",
          e);
    }
    if (Causes.has(e, UnresolvedAddressException.class)
        || Causes.has(e, UnknownHostException.class)) {
      return new TemporaryFailure(
          tried() + "the name " + asked() + " has no address",
          "See whether the name is right; name servers may fail for a while.",
          e);
    }
    if (e instanceof ConnectException) {
      return new TemporaryFailure(tried() + "the connection is refused", LATER, e);
    }
    return new TemporaryFailure(
        tried() + "the connection broke (" + Causes.root(e) + ")", LATER, e);
  }

  private String asked() {
    return proxy.map(WebProxy::host).orElse(host());
  }

  private String host() {
    return url.getHost() == null ? url.getRawAuthority() : url.getHost();
  }
}
