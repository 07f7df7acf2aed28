package io.vmcaster.uploader.gsidcap;

import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.fetch.ServerTrust;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;

/**
 * Decides whether a door is the one that the URL names. Two decisions, both must be yes: an
 * authority that we trust vouches for its certificate, and the certificate is for the URL's host;
 * not for whatever name the address has.
 *
 * @param warnings is told what is no reason to refuse
 */
record DoorTrust(CaDirectory anchors, String host, Consumer<String> warnings)
    implements ServerTrust {

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    TrustVerdict verdict = ServerTrust.verdict(anchors, chain);
    if (!verdict.trusted()) {
      throw new CertificateException(ServerTrust.refusal(verdict));
    }
    if (!HostNames.match(chain[0], host)) {
      throw new CertificateException(
          "its certificate is for "
              + String.join(", ", HostNames.of(chain[0]))
              + " and not for "
              + host);
    }
    verdict.forgeable().ifPresent(sentence -> warnings.accept(host + ": " + sentence));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
