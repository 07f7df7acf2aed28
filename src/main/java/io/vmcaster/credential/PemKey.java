package io.vmcaster.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A private key as PEM: PKCS#8, or the traditional forms of RSA and elliptic curves; encrypted or
 * not.
 */
final class PemKey {

  private final PemObject block;

  PemKey(PemObject block) {
    this.block = block;
  }

  /** Whether a passphrase is needed. */
  boolean isEncrypted() {
    return isEncryptedPkcs8() || header("DEK-Info").isPresent();
  }

  private boolean isEncryptedPkcs8() {
    return block.getType().equals("ENCRYPTED PRIVATE KEY");
  }

  private Optional<String> header(String name) {
    for (Object each : block.getHeaders()) {
      if (each instanceof PemHeader header && header.getName().equals(name)) {
        return Optional.of(header.getValue());
      }
    }
    return Optional.empty();
  }

  /**
   * The key.
   *
   * @param passphrase not used when the key is not encrypted; not changed
   * @throws WrongPassphraseException when the passphrase does not open it
   * @throws GeneralSecurityException when it is of a kind that is not known
   * @throws IOException when it is damaged
   */
  PrivateKey open(char[] passphrase) throws IOException, GeneralSecurityException {
    if (!isEncrypted()) {
      return toKey(info(block.getType(), block.getContent()));
    }
    byte[] plain = decrypt(passphrase);
    try {
      return toKey(info(isEncryptedPkcs8() ? "PRIVATE KEY" : block.getType(), plain));
    } catch (IOException | InvalidKeySpecException e) {
      // one wrong passphrase in 256 leaves what looks like proper padding
      throw new WrongPassphraseException(e);
    }
  }

  private byte[] decrypt(char[] passphrase) throws IOException, GeneralSecurityException {
    return isEncryptedPkcs8()
        ? KeyEncryption.openPkcs8(block.getContent(), passphrase)
        : KeyEncryption.openTraditional(
            block.getContent(), header("DEK-Info").orElseThrow(), passphrase);
  }

  private static PrivateKeyInfo info(String type, byte[] der) throws IOException {
    try {
      return switch (type) {
        case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(der);
        case "RSA PRIVATE KEY" -> rsa(RSAPrivateKey.getInstance(der));
        case "EC PRIVATE KEY" -> ellipticCurve(ECPrivateKey.getInstance(der));
        default -> throw new IOException("a key of type " + type);
      };
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e);
    }
  }

  private static PrivateKeyInfo rsa(RSAPrivateKey key) throws IOException {
    AlgorithmIdentifier rsa =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    return new PrivateKeyInfo(rsa, key);
  }

  private static PrivateKeyInfo ellipticCurve(ECPrivateKey key) throws IOException {
    if (key.getParametersObject() == null) {
      throw new IOException("the curve is missing");
    }
    AlgorithmIdentifier curve =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
    return new PrivateKeyInfo(curve, key);
  }

  private static PrivateKey toKey(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    String algorithm = algorithm(info.getPrivateKeyAlgorithm().getAlgorithm());
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  private static String algorithm(ASN1ObjectIdentifier type) throws NoSuchAlgorithmException {
    if (type.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    if (type.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC";
    }
    if (type.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return "RSASSA-PSS";
    }
    if (type.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return "Ed25519";
    }
    throw new NoSuchAlgorithmException("keys of kind " + type);
  }
}
