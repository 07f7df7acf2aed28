package io.vmcaster.credential;

import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A file with keys and certificates, whatever its form.
 *
 * @param what what it should be, such as {@code "private key"}
 * @param advice how another file is named
 */
record KeyFile(Path file, String what, String advice) {

  private static final int LARGEST = 1 << 20;

  private String name() {
    return "the " + what + " " + file;
  }

  private byte[] load() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1); // a device has no size and no end
      if (bytes.length > LARGEST) {
        throw new TrustFailure(name() + " is too large to be one", advice);
      }
      return bytes;
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new TrustFailure("there is no " + what + " at " + file, advice, e);
    } catch (IOException e) {
      String why =
          e instanceof AccessDeniedException
              ? ": you have no permission"
              : Files.isDirectory(file) ? ": it is a directory" : "";
      throw new TrustFailure(name() + " cannot be read" + why, advice, e);
    }
  }

  /**
   * What a file holds.
   *
   * @param key the first private key; null when none was wanted
   * @param certificates the certificates in their order
   */
  record Content(PrivateKey key, List<X509Certificate> certificates) {}

  /**
   * Reads the first private key with the certificates that are beside it, or the certificates
   * alone, of which there is at least one. A passphrase is asked for only when what is wanted is
   * encrypted. This is the one place where whatever libraries throw at foreign bytes becomes a
   * failure.
   *
   * @throws TrustFailure when it is not there, or damaged or of an unknown kind, or the passphrase
   *     is wrong or not to be had
   */
  Content read(boolean withKey, Passphrases passphrases) {
    byte[] bytes = load();
    try (KeyDecryptor decryptor = new KeyDecryptor(() -> ask(passphrases))) {
      List<Object> items = decryptor.items(bytes);
      List<X509Certificate> certificates = new ArrayList<>();
      Optional<PrivateKeyInfo> key = Optional.empty();
      for (Object item : items) {
        if (item instanceof X509CertificateHolder holder) {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        } else if (withKey && key.isEmpty()) {
          key = key(item, decryptor);
        }
      }
      if (withKey ? key.isEmpty() : certificates.isEmpty()) {
        throw nothing(items, bytes);
      }
      return new Content(withKey ? convert(key.get()) : null, List.copyOf(certificates));
    } catch (TrustFailure failure) {
      throw failure;
    } catch (InvalidKeyException e) {
      throw new TrustFailure(
          "the passphrase does not open " + name(),
          "Type it again, or correct what --passin gives.",
          e);
    } catch (NoSuchAlgorithmException | PEMException e) {
      throw new TrustFailure(
          name() + " is of a kind that is not supported",
          "RSA keys are supported, and EC keys on the named curves P-256, P-384 and P-521: 'openssl"
              + " pkcs8 -topk8 -v2 aes256' converts another form, 'openssl ec -param_enc"
              + " named_curve' a curve without a name; for another curve ask for a new"
              + " certificate.",
          e);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new TrustFailure(
          name() + " is damaged, or neither PEM, DER nor PKCS#12",
          "See what 'openssl pkey' or 'openssl x509' says of it.",
          e);
    }
  }

  private static Optional<PrivateKeyInfo> key(Object item, KeyDecryptor decryptor)
      throws GeneralSecurityException {
    if (item instanceof PEMEncryptedKeyPair encrypted) {
      return Optional.of(decryptor.open(encrypted).getPrivateKeyInfo());
    }
    if (item instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
      return Optional.of(decryptor.open(encrypted));
    }
    if (item instanceof PEMKeyPair pair) {
      return Optional.of(pair.getPrivateKeyInfo());
    }
    return item instanceof PrivateKeyInfo info ? Optional.of(info) : Optional.empty();
  }

  private static PrivateKey convert(PrivateKeyInfo info) throws PEMException {
    PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
    if (!key.getAlgorithm().startsWith("EC")) {
      return key;
    }
    // Where something has registered Bouncy Castle, such a key calls itself by what it signs with,
    // and TLS does not show it. A curve that Java does not know is told when it signs.
    try {
      PrivateKey known =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
      Signature trial = Signature.getInstance("SHA256withECDSA");
      trial.initSign(known);
      trial.sign();
      return known;
    } catch (GeneralSecurityException e) {
      throw new PEMException(e.getMessage(), e);
    }
  }

  private char[] ask(Passphrases passphrases) {
    return passphrases
        .ask(what + " " + file)
        .orElseThrow(
            () ->
                new TrustFailure(
                    name() + " is encrypted, and there is nobody to ask for its passphrase",
                    "Run the command on a terminal, or say with --passin where the passphrase"
                        + " is."));
  }

  private TrustFailure nothing(List<Object> items, byte[] bytes) {
    String missing = "there is no " + what + " in " + file;
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String toPkcs8 = " userkey.pem && ssh-keygen -p -m PKCS8 -f userkey.pem";
    if (items.contains("OPENSSH PRIVATE KEY")) {
      return new TrustFailure(
          missing + ": it is a key in OpenSSH's own form",
          "Convert a copy of it: cp " + file + toPkcs8);
    }
    if (text.startsWith("PuTTY-User-Key-File")) {
      return new TrustFailure(
          missing + ": it is a key in PuTTY's own form",
          "Convert it: puttygen " + file + " -O private-openssh -o" + toPkcs8);
    }
    if (text.startsWith("\u00fe\u00ed\u00fe\u00ed")
        || text.startsWith("\u00ce\u00ce\u00ce\u00ce")) {
      return new TrustFailure(
          missing + ": it is a Java key store",
          "Convert it: keytool -importkeystore -srckeystore "
              + (file + " -destkeystore user.p12 -deststoretype pkcs12"));
    }
    String instead =
        items.stream().anyMatch(PKCS10CertificationRequest.class::isInstance)
            ? ": it holds a request for a certificate, which the authority answers with one"
            : items.stream().anyMatch(SubjectPublicKeyInfo.class::isInstance)
                ? ": it holds a public key only"
                : "";
    return new TrustFailure(missing + instead, advice);
  }
}
