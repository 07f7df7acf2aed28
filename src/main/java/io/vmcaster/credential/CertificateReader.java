package io.vmcaster.credential;

import io.vmcaster.context.Passphrases;
import io.vmcaster.error.TrustFailure;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads a certificate when the key is of no interest. */
public final class CertificateReader {

  private static final String ADVICE = "Name it with --x509-cert or DISH_CERT.";

  private CertificateReader() {}

  /**
   * Reads the first certificate of a PEM file, or the key's certificate of a PKCS#12 file.
   *
   * @param passphrases who is asked when the file is PKCS#12
   * @throws TrustFailure when there is none, or the file is missing or damaged
   */
  public static X509Certificate read(Path file, Passphrases passphrases) {
    List<X509Certificate> certificates =
        KeyFile.load(file, "certificate", ADVICE).certificates(passphrases);
    if (certificates.isEmpty()) {
      throw new TrustFailure("there is no certificate in " + file, ADVICE);
    }
    return certificates.get(0);
  }
}
