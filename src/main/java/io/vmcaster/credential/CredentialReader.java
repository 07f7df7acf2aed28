package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.SecretFile;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a private key with its certificate: PEM or DER (PKCS#8 and the traditional forms, encrypted
 * or not), PKCS#12, PKCS#7 bundles of certificates, or a proxy file that has it all. Passphrases
 * are asked for when they are needed, once a file, and wiped.
 */
public final class CredentialReader {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialReader.class);

  private static final String KEY_ADVICE = "Name it with --x509-key or DISH_KEY.";
  private static final String CERTIFICATE_ADVICE = "Name it with --x509-cert or DISH_CERT.";

  private static final String CHAIN_ADVICE =
      "Name another with --x509-chain or DISH_CHAIN, or leave it out.";

  private static final String TOKEN = "pkcs11:";

  private final Map<List<Path>, Credential> read = new HashMap<>();
  private Pkcs11Keys tokens;
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
   * The path of a key or certificate as a user wrote it; a {@code pkcs11:} address, which stands
   * for a key on a token, is left as it is.
   */
  public static Path path(Environment environment, String text) {
    return text.startsWith(TOKEN) ? Path.of(text) : environment.resolve(text);
  }

  /** Whether this stands for something on a token. */
  public static boolean isToken(Path path) {
    return path.toString().startsWith(TOKEN);
  }

  /**
   * Reads a key and its certificate. The two files may be one and the same. What was read is kept
   * for this reader's lifetime, so that nobody is asked twice for a passphrase.
   *
   * @return the credential, its certificate first in the chain, then the file's other certificates
   * @throws TrustFailure when a file is missing, damaged or of an unknown kind, when the passphrase
   *     is wrong or not to be had, or when key and certificate do not belong together
   */
  public synchronized Credential read(Path keyFile, Path certificateFile) {
    return read.computeIfAbsent(
        List.of(keyFile, certificateFile), files -> readNow(keyFile, certificateFile));
  }

  /**
   * Reads a key that signs, and the certificates between its own and the root. Those that are not
   * above it are left out with a warning.
   *
   * @param chainFile more certificates; empty when those of the certificate's file are all
   * @throws TrustFailure as {@link #read} does
   */
  public Credential readForSigning(Path keyFile, Path certificateFile, Optional<Path> chainFile) {
    Credential credential = read(keyFile, certificateFile);
    List<X509Certificate> all = new ArrayList<>(credential.chain());
    all.addAll(above(chainFile));
    Credential complete = new Credential(credential.key(), all.stream().distinct().toList());
    for (X509Certificate stranger : complete.strangers()) {
      messages.warn(
          "The certificate of %s in %s is not above the one that signs, and is left out"
              .formatted(OneLineName.subject(stranger), chainFile.orElse(certificateFile)));
    }
    return complete;
  }

  private Credential readNow(Path keyFile, Path certificateFile) {
    if (isToken(keyFile)) {
      Credential onToken = tokens().read(keyFile);
      return isToken(certificateFile)
          ? onToken
          : new Credential(
              onToken.key(),
              chain(onToken.key(), certificates(certificateFile), keyFile, certificateFile));
    }
    KeyFile.Content found = new KeyFile(keyFile, "private key", KEY_ADVICE).read(true, passphrases);
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
    return certificates(file, "certificate", CERTIFICATE_ADVICE);
  }

  private List<X509Certificate> certificates(Path file, String what, String advice) {
    return isToken(file)
        ? tokens().certificates(file)
        : new KeyFile(file, what, advice).read(false, passphrases).certificates();
  }

  private Pkcs11Keys tokens() {
    if (tokens == null) {
      tokens = new Pkcs11Keys(passphrases);
    }
    return tokens;
  }

  private List<X509Certificate> above(Optional<Path> chainFile) {
    return chainFile
        .map(file -> certificates(file, "certificate chain", CHAIN_ADVICE))
        .orElse(List.of());
  }

  /**
   * Reads the holder's certificate with the authorities above it.
   *
   * @param chainFile more certificates; empty when those of the certificate's file are all
   * @throws TrustFailure as {@link #certificates} does
   */
  public CertificateChain chain(Path certificateFile, Optional<Path> chainFile) {
    List<X509Certificate> all = new ArrayList<>(certificates(certificateFile));
    all.addAll(above(chainFile));
    return CertificateChain.of(certificate(certificateFile), all);
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
    X509Certificate own =
        certificates.stream()
            .filter(each -> belongTogether(key, each.getPublicKey()))
            .findFirst()
            .orElseThrow(
                () ->
                    new TrustFailure(
                        "the private key %s does not belong to the certificate %s"
                            .formatted(keyFile, certificateFile),
                        "Give the key that the certificate was issued for; --x509-key and"
                            + " --x509-cert, or DISH_KEY and DISH_CERT, name the two."));
    return Stream.concat(Stream.of(own), certificates.stream()).distinct().toList();
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
      if (SecretFile.isReadByOthers(keyFile)) {
        messages.warn(
            "Others can read the private key " + keyFile + ". Close it: chmod 400 " + keyFile);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("Nobody can tell who may read " + keyFile + ": " + e.getMessage());
    }
  }

  /** Whether a private and a public key are a pair. */
  static boolean belongTogether(PrivateKey secret, PublicKey open) {
    if (secret instanceof RSAKey first && open instanceof RSAKey second) {
      return first.getModulus().equals(second.getModulus());
    }
    String kind = kind(secret);
    if (!kind.equals(kind(open))) {
      return false;
    }
    byte[] sample = {1};
    try {
      Signature signature =
          Signature.getInstance(
              switch (kind) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA"; // of a token that keeps the modulus to itself
                default -> secret.getAlgorithm();
              });
      signature.initSign(secret);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // such as keys on different curves
    }
  }

  // the JDK calls the private half by its curve and the public half by its family; Bouncy Castle,
  // where something has registered it, calls keys on curves by what they sign with
  private static String kind(Key key) {
    return switch (key.getAlgorithm()) {
      case "EdDSA" -> "Ed25519";
      case "ECDSA" -> "EC";
      default -> key.getAlgorithm();
    };
  }
}
