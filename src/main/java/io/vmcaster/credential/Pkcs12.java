package io.vmcaster.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A PKCS#12 file, as browsers and {@code openssl pkcs12} write it, old encryption included. */
final class Pkcs12 {

  private final KeyStore store;

  private Pkcs12(KeyStore store) {
    this.store = store;
  }

  /** Whether bytes look like PKCS#12: a DER sequence that starts with the integer 3. */
  static boolean isPkcs12(byte[] bytes) {
    try {
      DerReader fields = new DerReader(bytes).enter();
      byte[] version = fields.whole();
      return version.length == 3 && version[0] == 2 && version[2] == 3;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Opens a file.
   *
   * @param passphrase not changed
   * @throws WrongPassphraseException when the passphrase does not open it
   * @throws IOException when it is damaged
   */
  static Pkcs12 open(byte[] bytes, char[] passphrase) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), passphrase);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new WrongPassphraseException(e);
      }
      throw e;
    }
    return new Pkcs12(store);
  }

  /**
   * The private key and what certificates the file has, the key's own first where the file says
   * which it is.
   */
  FoundKeys content(char[] passphrase) throws GeneralSecurityException {
    PrivateKey key = null;
    List<X509Certificate> certificates = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (key == null && store.getKey(alias, passphrase) instanceof PrivateKey found) {
        key = found;
        addAll(certificates, store.getCertificateChain(alias));
      } else if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        certificates.add(certificate);
      }
    }
    return new FoundKeys(key, certificates);
  }

  private static void addAll(List<X509Certificate> certificates, Certificate[] chain) {
    for (Certificate each : chain == null ? new Certificate[0] : chain) {
      if (each instanceof X509Certificate certificate) {
        certificates.add(certificate);
      }
    }
  }
}
