package io.vmcaster.fetch;

import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.credential.Purpose;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * What TLS asks about servers, answered with the grid's trust anchors. Nobody is a client here.
 * Where the connection asks for it, Java itself then looks whether the certificate is for the host.
 */
public interface ServerTrust extends X509TrustManager {

  /** What the anchors say of a server; threads that share the anchors take turns. */
  static TrustVerdict verdict(CaDirectory anchors, X509Certificate[] chain) {
    synchronized (anchors) {
      return anchors.verify(List.of(chain), Instant.now(), Purpose.SERVER);
    }
  }

  /** Why a server is refused, without a final dot. */
  static String refusal(TrustVerdict verdict) {
    return String.join(" ", verdict.faults()).replaceFirst("\\.$", "");
  }

  @Override
  default void checkClientTrusted(X509Certificate[] chain, String type)
      throws CertificateException {
    throw new CertificateException("nobody is a client here");
  }
}
