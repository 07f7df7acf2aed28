package io.vmcaster.credential;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a private key with its certificate: PEM or DER (PKCS#8 and the traditional forms, encrypted
 * or not), PKCS#12, PKCS#7 bundles of certificates, or a proxy file that has it all. Passphrases
 * are asked for when they are needed, once a file, and wiped.
 */
public final class CredentialReader {

  private static final String KEY_ADVICE = "Name it with --x509-key or DISH_KEY.";
  private static final String CERTIFICATE_ADVICE = "Name it with --x509-cert or DISH_CERT.";

  private final Passphrases passphrases;
  private final Messages messages;

  /**
   * A reader.
   *
   * @param passphrases who is asked
   * @param messages where a key that others can read is warned about
   */
  public CredentialReader(Passphrases passphrases, Messages messages) {
    this.passphrases = passphrases;
    this.messages = messages;
  }

  /**
   * Reads a key and its certificate. The two files may be one and the same.
   *
   * @return the credential, its certificate first in the chain, then the file's other certificates
   * @throws TrustFailure when a file is missing, damaged or of an unknown kind, when the passphrase
   *     is wrong or not to be had, or when key and certificate do not belong together
   */
  public Credential read(Path keyFile, Path certificateFile) {
    KeyFile.Content found = KeyFile.load(keyFile, "private key", KEY_ADVICE).open(passphrases);
    warnIfOthersCanRead(keyFile);
    List<X509Certificate> certificates =
        isSame(keyFile, certificateFile) && !found.certificates().isEmpty()
            ? found.certificates()
            : certificates(certificateFile);
    return new Credential(found.key(), chain(found.key(), certificates, keyFile, certificateFile));
  }

  /**
   * Reads the certificates of a file, of which there is at least one, in their order.
   *
   * @throws TrustFailure when there is none, or the file is missing or damaged
   */
  public List<X509Certificate> certificates(Path file) {
    return KeyFile.load(file, "certificate", CERTIFICATE_ADVICE).certificates(passphrases);
  }

  /**
   * Reads the holder's certificate from a file: the first that is no authority's, in whatever order
   * they are.
   *
   * @throws TrustFailure when there is none, or the file is missing or damaged
   */
  public X509Certificate certificate(Path file) {
    List<X509Certificate> certificates = certificates(file);
    return certificates.stream()
        .filter(each -> each.getBasicConstraints() < 0)
        .findFirst()
        .orElse(certificates.get(0));
  }

  private static List<X509Certificate> chain(
      PrivateKey key, List<X509Certificate> certificates, Path keyFile, Path certificateFile) {
    List<X509Certificate> chain = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      if (chain.isEmpty() && KeyPairs.belongTogether(key, certificate.getPublicKey())) {
        chain.add(0, certificate);
      }
    }
    if (chain.isEmpty()) {
      throw new TrustFailure(
          "the private key " + keyFile + " does not belong to the certificate " + certificateFile,
          "Give the key that the certificate was issued for; --x509-key and --x509-cert, or"
              + " DISH_KEY and DISH_CERT, name the two.");
    }
    certificates.stream().filter(each -> !chain.contains(each)).forEach(chain::add);
    return chain;
  }

  private static boolean isSame(Path first, Path second) {
    try {
      return first.equals(second) || Files.isSameFile(first, second);
    } catch (IOException e) {
      return false; // one of them is not there, which the next step says better
    }
  }

  private void warnIfOthersCanRead(Path keyFile) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(keyFile);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.GROUP_READ)) {
        messages.warn(
            "Others can read the private key " + keyFile + ". Close it: chmod 400 " + keyFile);
      }
    } catch (IOException | UnsupportedOperationException e) {
      messages.detail("Nobody can tell who may read " + keyFile + ": " + e.getMessage());
    }
  }
}
