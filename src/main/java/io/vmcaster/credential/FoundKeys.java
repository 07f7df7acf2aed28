package io.vmcaster.credential;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a file has to offer.
 *
 * @param key the first private key, or null when there is none
 * @param certificates the certificates in their order, maybe none
 */
record FoundKeys(PrivateKey key, List<X509Certificate> certificates) {

  FoundKeys {
    certificates = List.copyOf(certificates);
  }
}
