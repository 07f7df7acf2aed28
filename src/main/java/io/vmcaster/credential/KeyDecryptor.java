package io.vmcaster.credential;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Reads what is in one file, and opens what is encrypted. The passphrase is asked for when the
 * first such part is met, once, and wiped at the end.
 *
 * <p>OpenSSL takes a passphrase as UTF-8 everywhere; some of Bouncy Castle's readers take the low
 * octet of each character. One that is not ASCII is therefore tried in both spellings.
 */
final class KeyDecryptor implements AutoCloseable {

  private static final BigInteger MOST_SCRYPT_MEMORY = BigInteger.valueOf(256L << 20);

  /** The empty passphrase for libraries that refuse it: both derivations fill up with zeros. */
  private static final char[] EMPTY = {'\0'};

  private static final String PKCS12 = "PKCS12";
  private static final String UNKNOWN_BLOCK = "unrecognised object: ";

  private final Supplier<char[]> passphrases;
  private char[] passphrase;
  private char[] octets;
  private boolean emptyOpens;

  KeyDecryptor(Supplier<char[]> passphrases) {
    this.passphrases = passphrases;
  }

  /** Loaded for what is encrypted alone, since it has hundreds of classes. */
  private static final class Ciphers {
    static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();
  }

  /** One try with one spelling of a passphrase. */
  private interface Attempt<T> {
    T with(char[] spelling) throws IOException, PKCSException, OperatorCreationException;
  }

  /**
   * Opens a key in PKCS#8.
   *
   * @throws InvalidKeyException when the passphrase does not open it
   * @throws NoSuchAlgorithmException when it is encrypted in a way that is not known
   */
  PrivateKeyInfo open(PKCS8EncryptedPrivateKeyInfo key) throws GeneralSecurityException {
    return attempts(
        false,
        spelling -> {
          InputDecryptor decryptor = decryptor(spelling, key.getEncryptionAlgorithm());
          return key.decryptPrivateKeyInfo(known -> decryptor);
        });
  }

  /** Opens a key in OpenSSL's traditional form. */
  PEMKeyPair open(PEMEncryptedKeyPair key) throws GeneralSecurityException {
    return attempts(
        false,
        spelling ->
            key.decryptKeyPair(
                new JcePEMDecryptorProviderBuilder()
                    .setProvider(Ciphers.BOUNCY_CASTLE)
                    .build(spelling)));
  }

  private PKCS12SafeBagFactory open(ContentInfo part) throws GeneralSecurityException {
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
          .setProvider(Ciphers.BOUNCY_CASTLE)
          .build(spelling)
          .get(algorithm);
    } catch (RuntimeException e) {
      throw new OperatorCreationException("no cipher is known for it", e);
    }
  }

  private <T> T attempts(boolean emptyFirst, Attempt<T> attempt) throws GeneralSecurityException {
    if ((emptyFirst || emptyOpens) && passphrase == null) {
      try {
        T opened = attempt(attempt, EMPTY);
        emptyOpens = true; // then nobody is asked for what opens the rest of the file
        return opened;
      } catch (InvalidKeyException e) {
        ask(); // then it has one
      }
    }
    ask();
    try {
      return attempt(attempt, passphrase);
    } catch (InvalidKeyException e) {
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
  private static <T> T attempt(Attempt<T> attempt, char[] spelling)
      throws GeneralSecurityException {
    try {
      return attempt.with(spelling);
    } catch (OperatorCreationException e) {
      throw new NoSuchAlgorithmException(e);
    } catch (IOException | PKCSException | RuntimeException e) {
      throw new InvalidKeyException(e);
    }
  }

  /** A damaged file must not take all memory; rounds are counted by Bouncy Castle itself. */
  private static void requireCheap(AlgorithmIdentifier algorithm) throws OperatorCreationException {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return;
    }
    KeyDerivationFunc function =
        PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
    if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      ScryptParams scrypt = ScryptParams.getInstance(function.getParameters());
      BigInteger memory = scrypt.getCostParameter().multiply(scrypt.getBlockSize()).shiftLeft(7);
      if (memory.compareTo(MOST_SCRYPT_MEMORY) > 0
          || scrypt.getParallelizationParameter().intValueExact() > 16) {
        throw new OperatorCreationException("a key derivation that takes too much memory");
      }
    }
  }

  @Override
  public void close() {
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
      Arrays.fill(octets, '\0');
    }
  }

  /**
   * Takes a file apart into what Bouncy Castle makes of it, in its order. DER is read as the PEM
   * block that it would be; encrypted keys come as they are.
   *
   * @return {@link X509CertificateHolder}s, keys as {@link PEMParser} gives them, other objects,
   *     and strings with the labels of unknown blocks; none when the file is neither PEM nor DER
   * @throws IOException when the file is damaged
   * @throws GeneralSecurityException when an encrypted part of PKCS#12 does not open
   */
  List<Object> items(byte[] bytes) throws IOException, GeneralSecurityException {
    if (bytes.length == 0 || bytes[0] != 0x30) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      // what an editor put in front of the first line must not hide it
      return pem(text.substring(Math.max(0, text.indexOf("-----BEGIN"))));
    }
    String label = derLabel(ASN1Sequence.getInstance(bytes));
    String lines = Base64.getMimeEncoder().encodeToString(bytes);
    return label.equals(PKCS12)
        ? pkcs12(bytes)
        : pem("-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
  }

  private static String derLabel(ASN1Sequence sequence) {
    ASN1Encodable first = sequence.getObjectAt(0);
    ASN1Encodable second = sequence.getObjectAt(1);
    if (first instanceof ASN1Integer version) {
      if (second instanceof ASN1Sequence) {
        return version.hasValue(3) ? PKCS12 : "PRIVATE KEY";
      }
      return second instanceof ASN1OctetString ? "EC PRIVATE KEY" : "RSA PRIVATE KEY";
    }
    if (first instanceof ASN1ObjectIdentifier) {
      return "PKCS7";
    }
    if (second instanceof ASN1OctetString) {
      return "ENCRYPTED PRIVATE KEY";
    }
    // a request begins with its version, a certificate with the tag before its own
    boolean request = ASN1Sequence.getInstance(first).getObjectAt(0) instanceof ASN1Integer;
    return request ? "CERTIFICATE REQUEST" : "CERTIFICATE";
  }

  private static List<Object> pem(String text) throws IOException {
    List<Object> items = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Optional<Object> next = next(parser); next.isPresent(); next = next(parser)) {
        add(next.get(), items);
      }
    }
    return items;
  }

  private static Optional<Object> next(PEMParser parser) throws IOException {
    try {
      return Optional.ofNullable(parser.readObject());
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.startsWith(UNKNOWN_BLOCK)) {
        return Optional.of(message.substring(UNKNOWN_BLOCK.length()));
      }
      throw e;
    }
  }

  private static void add(Object item, List<Object> items) throws IOException {
    if (item instanceof X509TrustedCertificateBlock trusted) {
      items.add(trusted.getCertificateHolder());
    } else if (item instanceof org.bouncycastle.asn1.cms.ContentInfo bundle
        && bundle.getContentType().equals(PKCSObjectIdentifiers.signedData)) {
      try {
        items.addAll(new CMSSignedData(bundle).getCertificates().getMatches(null));
      } catch (CMSException e) {
        throw new IOException(e);
      }
    } else {
      items.add(item);
    }
  }

  private List<Object> pkcs12(byte[] bytes) throws IOException, GeneralSecurityException {
    List<Object> items = new ArrayList<>();
    for (ContentInfo part : new PKCS12PfxPdu(bytes).getContentInfos()) {
      PKCS12SafeBagFactory bags =
          part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)
              ? open(part)
              : new PKCS12SafeBagFactory(part);
      for (PKCS12SafeBag bag : bags.getSafeBags()) {
        items.add(bag.getBagValue());
      }
    }
    return items;
  }
}
