package io.vmcaster.transfer.http;

import io.vmcaster.failure.Failure;
import io.vmcaster.failure.TemporaryFailure;
import io.vmcaster.failure.TransferFailure;
import io.vmcaster.failure.TrustFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;

/** Turns what web servers answer, or do not, into failures that tell what to do. */
final class HttpFailures {

  private static final String LATER = "run the command again later";

  private HttpFailures() {}

  /** The server answered with something else than the file. */
  static Failure refused(URI url, int status) {
    String message = "cannot get " + url + ": the server answers with status " + status;
    boolean temporary = status >= 500 || status == 408 || status == 425 || status == 429;
    if (temporary) {
      return new TemporaryFailure(message, LATER);
    }
    if (status == 404 || status == 410) {
      return new TransferFailure(
          "cannot get " + url + ": there is no such file", "see whether the URL is right");
    }
    return new TransferFailure(message, "try the same URL in a browser or with curl");
  }

  /** There was no answer, or not the whole of it. */
  static Failure of(URI url, IOException e) {
    String tried = "cannot get " + url + ": ";
    if (find(e, CertificateException.class) != null) {
      return new TrustFailure(
          tried + "the server's certificate is not accepted (" + root(e) + ")",
          "name the directory with its certificate authority by --ca-dir",
          e);
    }
    if (e instanceof SSLHandshakeException && find(e, EOFException.class) == null) {
      return new TransferFailure(
          tried + "no TLS connection can be agreed on (" + root(e) + ")",
          "see which versions of TLS the server speaks",
          e);
    }
    if (e instanceof HttpTimeoutException) {
      return new TemporaryFailure(tried + "no answer in time", LATER, e);
    }
    if (find(e, UnresolvedAddressException.class) != null) {
      return new TemporaryFailure(
          tried + "the name " + url.getHost() + " has no address",
          "see whether the name is right; name servers may fail for a while",
          e);
    }
    if (e instanceof ConnectException) {
      return new TemporaryFailure(tried + "the connection is refused", LATER, e);
    }
    return new TemporaryFailure(tried + "the connection broke (" + root(e) + ")", LATER, e);
  }

  private static Throwable find(Throwable e, Class<? extends Throwable> kind) {
    Throwable cause = e;
    while (cause != null && !kind.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
