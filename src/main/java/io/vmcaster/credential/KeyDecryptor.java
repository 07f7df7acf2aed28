package io.vmcaster.credential;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Opens what is encrypted in one file. The passphrase is asked for when the first such part is met,
 * once, and wiped at the end.
 *
 * <p>OpenSSL takes a passphrase as UTF-8 everywhere; some of Bouncy Castle's readers take the low
 * octet of each character. One that is not ASCII is therefore tried in both spellings.
 */
final class KeyDecryptor implements AutoCloseable {

  private static final int MOST_ITERATIONS = 10_000_000;
  private static final long MOST_SCRYPT_MEMORY = 256L << 20;

  /** The empty passphrase for libraries that refuse it: both derivations fill up with zeros. */
  private static final char[] EMPTY = {'\0'};

  private final Supplier<char[]> passphrases;
  private final BouncyCastleProvider provider = new BouncyCastleProvider();
  private char[] passphrase;
  private char[] octets;
  private boolean emptyOpens;

  /** A decryptor that asks for the passphrase when it needs it. */
  KeyDecryptor(Supplier<char[]> passphrases) {
    this.passphrases = passphrases;
  }

  /** The passphrase does not open it. */
  static final class WrongPassphrase extends IOException {
    private static final long serialVersionUID = 1L;

    WrongPassphrase(Throwable cause) {
      super(cause);
    }
  }

  /** It is encrypted in a way that is not known. */
  static final class UnknownEncryption extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownEncryption(Throwable cause) {
      super(cause);
    }
  }

  /** One try with one spelling of a passphrase. */
  private interface Attempt<T> {
    T with(char[] spelling) throws IOException, PKCSException, OperatorCreationException;
  }

  /** Opens a key in PKCS#8. */
  PrivateKeyInfo open(PKCS8EncryptedPrivateKeyInfo key) throws IOException {
    return attempts(
        false,
        spelling -> {
          AlgorithmIdentifier algorithm = key.getEncryptionAlgorithm();
          InputDecryptor decryptor = decryptor(spelling, algorithm);
          return key.decryptPrivateKeyInfo(known -> decryptor);
        });
  }

  /** Opens a key in OpenSSL's traditional form. */
  PEMKeyPair open(PEMEncryptedKeyPair key) throws IOException {
    return attempts(
        false,
        spelling ->
            key.decryptKeyPair(
                new JcePEMDecryptorProviderBuilder().setProvider(provider).build(spelling)));
  }

  /** Opens an encrypted part of PKCS#12. */
  PKCS12SafeBagFactory open(ContentInfo part) throws IOException {
    AlgorithmIdentifier algorithm =
        EncryptedData.getInstance(part.getContent()).getEncryptionAlgorithm();
    return attempts(
        true,
        spelling -> {
          InputDecryptor decryptor = decryptor(spelling, algorithm);
          PKCS12SafeBagFactory bags = new PKCS12SafeBagFactory(part, known -> decryptor);
          bags.getSafeBags();
          return bags;
        });
  }

  private InputDecryptor decryptor(char[] spelling, AlgorithmIdentifier algorithm)
      throws OperatorCreationException {
    requireCheap(algorithm);
    try {
      return new JcePKCSPBEInputDecryptorProviderBuilder()
          .setProvider(provider)
          .build(spelling)
          .get(algorithm);
    } catch (RuntimeException e) {
      throw new OperatorCreationException("no cipher is known for it", e);
    }
  }

  private <T> T attempts(boolean emptyFirst, Attempt<T> attempt) throws IOException {
    if ((emptyFirst || emptyOpens) && passphrase == null) {
      try {
        T opened = attempt(attempt, EMPTY);
        emptyOpens = true; // then nobody is asked for what opens the rest of the file
        return opened;
      } catch (WrongPassphrase e) {
        ask(); // then it has one
      }
    }
    ask();
    try {
      return attempt(attempt, passphrase);
    } catch (WrongPassphrase e) {
      if (Arrays.equals(passphrase, octets)) {
        throw e;
      }
      return attempt(attempt, octets);
    }
  }

  private void ask() {
    if (passphrase == null) {
      char[] given = passphrases.get();
      passphrase = given.length == 0 ? EMPTY.clone() : given;
      octets =
          StandardCharsets.ISO_8859_1
              .decode(StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase)))
              .toString()
              .toCharArray();
    }
  }

  // a wrong passphrase ends in wrong padding, or, one time in 256, in what is no key
  private static <T> T attempt(Attempt<T> attempt, char[] spelling) throws IOException {
    try {
      return attempt.with(spelling);
    } catch (OperatorCreationException e) {
      throw new UnknownEncryption(e);
    } catch (IOException | PKCSException | RuntimeException e) {
      if (e instanceof UnknownEncryption unknown) {
        throw unknown;
      }
      throw new WrongPassphrase(e);
    }
  }

  /** A damaged file must not keep the machine busy for hours. */
  private static void requireCheap(AlgorithmIdentifier algorithm) throws OperatorCreationException {
    long rounds = 0;
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      rounds = PBEParameter.getInstance(algorithm.getParameters()).getIterationCount().longValue();
    } else {
      KeyDerivationFunc function =
          PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
      if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
        requireCheap(ScryptParams.getInstance(function.getParameters()));
      } else {
        rounds = PBKDF2Params.getInstance(function.getParameters()).getIterationCount().longValue();
      }
    }
    if (rounds < 0 || rounds > MOST_ITERATIONS) {
      throw new OperatorCreationException("a key derivation of " + rounds + " rounds");
    }
  }

  private static void requireCheap(ScryptParams parameters) throws OperatorCreationException {
    long memory =
        128
            * parameters.getCostParameter().longValueExact()
            * parameters.getBlockSize().intValueExact();
    if (memory > MOST_SCRYPT_MEMORY
        || memory <= 0
        || parameters.getParallelizationParameter().intValueExact() > 16) {
      throw new OperatorCreationException("a key derivation that takes too much memory");
    }
  }

  @Override
  public void close() {
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
      Arrays.fill(octets, '\0');
    }
  }
}
