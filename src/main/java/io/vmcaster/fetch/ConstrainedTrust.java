package io.vmcaster.fetch;

import io.vmcaster.credential.CaDirectory;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Java's own judgement of servers, and the constraints of the grid's anchors, which it ignores. */
final class ConstrainedTrust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager java;
  private final CaDirectory anchors;

  ConstrainedTrust(X509ExtendedTrustManager java, CaDirectory anchors) {
    this.java = java;
    this.anchors = anchors;
  }

  private void requireRules(X509Certificate[] chain) throws CertificateException {
    Optional<String> broken = anchors.brokenRule(List.of(chain), Instant.now());
    if (broken.isPresent()) {
      throw new CertificateException(broken.get());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    java.checkServerTrusted(chain, type, engine);
    requireRules(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    java.checkServerTrusted(chain, type, socket);
    requireRules(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    java.checkServerTrusted(chain, type);
    requireRules(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    java.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    java.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    java.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return java.getAcceptedIssuers();
  }
}
