package io.vmcaster.credential;

import io.vmcaster.context.Passphrases;
import io.vmcaster.error.TrustFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;

/** Reads keys and certificates out of one file, whatever its form. */
final class KeyFile {

  private static final long LARGEST = 1 << 20;

  private final Path file;
  private final String what;
  private final byte[] bytes;

  private KeyFile(Path file, String what, byte[] bytes) {
    this.file = file;
    this.what = what;
    this.bytes = bytes;
  }

  /**
   * Loads a file.
   *
   * @param what what it should be, such as {@code "private key"}
   * @param advice how another file is named
   * @throws TrustFailure when it is not there or cannot be read
   */
  static KeyFile load(Path file, String what, String advice) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
        throw new TrustFailure("the " + what + " " + file + " is too large to be one", advice);
      }
      return new KeyFile(file, what, Files.readAllBytes(file));
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new TrustFailure("there is no " + what + " at " + file, advice, e);
    } catch (AccessDeniedException e) {
      throw new TrustFailure(
          "the " + what + " " + file + " cannot be read: you have no permission", advice, e);
    } catch (IOException e) {
      throw new TrustFailure("the " + what + " " + file + " cannot be read", advice, e);
    }
  }

  /**
   * What is in the file, keys included; a passphrase is asked for when something is encrypted.
   *
   * @throws TrustFailure when it is damaged, or the passphrase is wrong or not to be had
   */
  FoundKeys open(Passphrases passphrases) {
    try {
      if (Pkcs12.isPkcs12(bytes)) {
        return openPkcs12(passphrases);
      }
      List<PemObject> blocks = PemFile.read(bytes);
      Optional<PemObject> key = PemFile.privateKey(blocks);
      return new FoundKeys(
          key.isPresent() ? openKey(new PemKey(key.get()), passphrases) : null,
          certificates(blocks));
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * The certificates in the file; a passphrase is asked for only when they are encrypted.
   *
   * @throws TrustFailure when it is damaged, or the passphrase is wrong or not to be had
   */
  List<X509Certificate> certificates(Passphrases passphrases) {
    try {
      if (Pkcs12.isPkcs12(bytes)) {
        return openPkcs12(passphrases).certificates();
      }
      return certificates(PemFile.read(bytes));
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private FoundKeys openPkcs12(Passphrases passphrases) throws IOException {
    char[] passphrase = ask(passphrases);
    try {
      return Pkcs12.open(bytes, passphrase).content(passphrase);
    } catch (GeneralSecurityException e) {
      throw isAscii(passphrase) ? refused(e) : notAscii(e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private static boolean isAscii(char[] text) {
    for (char each : text) {
      if (each > '~') {
        return false;
      }
    }
    return true;
  }

  // Java opens PKCS#12 of today with ASCII only
  private TrustFailure notAscii(Exception cause) {
    return new TrustFailure(
        "the passphrase does not open the "
            + what
            + " "
            + file
            + "; in PKCS#12 only ASCII passphrases are supported",
        "Convert the file to PEM with 'openssl pkcs12', where any passphrase is.",
        cause);
  }

  private PrivateKey openKey(PemKey key, Passphrases passphrases) throws IOException {
    char[] passphrase = key.isEncrypted() ? ask(passphrases) : new char[0];
    try {
      return key.open(passphrase);
    } catch (GeneralSecurityException | ArithmeticException e) {
      throw refused(e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private char[] ask(Passphrases passphrases) {
    return passphrases
        .ask(what + " " + file)
        .orElseThrow(
            () ->
                new TrustFailure(
                    "the "
                        + what
                        + " "
                        + file
                        + " is encrypted, and there is nobody to ask for"
                        + " its passphrase",
                    "Run the command on a terminal, or say with --passin where the passphrase is."));
  }

  private List<X509Certificate> certificates(List<PemObject> blocks) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemObject block : blocks) {
      if (PemFile.isCertificate(block)) {
        certificates.add(certificate(block.getContent()));
      }
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw damaged(e);
    }
  }

  private TrustFailure refused(Exception cause) {
    if (cause instanceof WrongPassphraseException) {
      return new TrustFailure(
          "the passphrase does not open the " + what + " " + file, "Try again.", cause);
    }
    return new TrustFailure(
        "the " + what + " " + file + " is of a kind that is not supported",
        "Convert it with 'openssl pkcs8 -topk8 -v2 aes256'; RSA and EC keys are supported.",
        cause);
  }

  private TrustFailure damaged(Exception cause) {
    return new TrustFailure(
        "the " + what + " " + file + " is damaged, or neither PEM nor PKCS#12",
        "See what 'openssl pkey' or 'openssl x509' says of it.",
        cause);
  }
}
