package io.vmcaster.credential;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate.
 *
 * @param key the key
 * @param chain the key's certificate first, then what was in the file behind it, such as the
 *     certificate that a proxy was made from
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {

  /** Copies the chain, which is never empty. */
  public Credential {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a credential has a certificate");
    }
  }

  /** The key's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }
}
