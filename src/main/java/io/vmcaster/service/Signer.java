package io.vmcaster.service;

import io.vmcaster.credential.CertificateChain;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.CredentialReader;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who signs: certificate and key are read when they are first needed, and once, so that a
 * passphrase is asked for once.
 */
public final class Signer {

  private final CredentialReader reader;
  private final Path keyFile;
  private final Path certificateFile;
  private final Optional<Path> chainFile;
  private final Optional<RevocationCheck> revocation;
  private X509Certificate certificate;
  private Credential credential;

  /**
   * Who has these files.
   *
   * @param reader reads them, asking for a passphrase if need be
   * @param chainFile the authorities above the certificate, if they are in a file of their own
   * @param revocation asks whether the certificate is revoked; empty when nobody is to be asked
   */
  public Signer(
      CredentialReader reader,
      Path keyFile,
      Path certificateFile,
      Optional<Path> chainFile,
      Optional<RevocationCheck> revocation) {
    this.reader = reader;
    this.keyFile = keyFile;
    this.certificateFile = certificateFile;
    this.chainFile = chainFile;
    this.revocation = revocation;
  }

  /**
   * The certificate; the key is not touched.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when it cannot be read
   */
  public X509Certificate certificate() {
    if (certificate == null) {
      certificate = reader.certificate(certificateFile);
    }
    return certificate;
  }

  /**
   * The certificate and the authorities above it that go along; the key is not touched.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when they cannot be read
   */
  public CertificateChain chain() {
    return reader.chain(certificateFile, chainFile);
  }

  /**
   * Key and certificate.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when they cannot be read, do not belong
   *     together, or the certificate is revoked
   */
  public Credential credential() {
    if (credential == null) {
      Credential read = reader.readForSigning(keyFile, certificateFile, chainFile);
      revocation.ifPresent(check -> check.require(read));
      credential = read;
    }
    return credential;
  }
}
