package io.vmcaster.uploader.gsidcap;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides whether a door is the one that the URL names. Two decisions, both must be yes: an
 * authority that we trust vouches for its certificate, and the certificate is for the URL's host;
 * not for whatever name the address has.
 */
final class DoorTrust extends X509ExtendedTrustManager {
  private final Anchors anchors;
  private final String host;

  DoorTrust(Anchors anchors, String host) {
    this.anchors = anchors;
    this.host = host;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    List<X509Certificate> certificates = List.of(chain);
    Optional<String> objection = anchors.objection(certificates);
    if (objection.isPresent()) {
      throw new CertificateException(objection.get());
    }
    if (!HostNames.match(certificates.get(0), host)) {
      throw new CertificateException(
          "its certificate is for "
              + String.join(", ", HostNames.of(certificates.get(0)))
              + " and not for "
              + host);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    checkServerTrusted(chain, type, (SSLEngine) null);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is a client here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** The authorities that are trusted. */
  @FunctionalInterface
  interface Anchors {
    /** What speaks against a server's chain, as the end of a sentence; empty when nothing does. */
    Optional<String> objection(List<X509Certificate> chain);
  }
}
