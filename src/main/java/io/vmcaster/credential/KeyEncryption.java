package io.vmcaster.credential;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.generators.SCrypt;

/** Opens encrypted private keys. */
final class KeyEncryption {

  private static final long MOST_SCRYPT_MEMORY = 256L << 20;
  private static final int MOST_ITERATIONS = 50_000_000;

  private KeyEncryption() {}

  /** A cipher: its name for {@link Cipher}, its key's name, and the key's length in octets. */
  private record Algorithm(String transformation, String key, int keyLength) {

    static final Algorithm TRIPLE_DES = new Algorithm("DESede/CBC/PKCS5Padding", "DESede", 24);
    static final Algorithm DES = new Algorithm("DES/CBC/PKCS5Padding", "DES", 8);

    static Algorithm aes(int bits) {
      return new Algorithm("AES/CBC/PKCS5Padding", "AES", bits / 8);
    }

    byte[] decrypt(byte[] key, byte[] iv, byte[] data) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, this.key), new IvParameterSpec(iv));
      return finish(cipher, data);
    }
  }

  private static byte[] finish(Cipher cipher, byte[] data) throws GeneralSecurityException {
    try {
      return cipher.doFinal(data);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new WrongPassphraseException(e);
    }
  }

  /** Opens OpenSSL's traditional form, whose header names the cipher and the start vector. */
  static byte[] openTraditional(byte[] data, String dekInfo, char[] passphrase)
      throws GeneralSecurityException, IOException {
    String[] parts = dekInfo.split(",", 2);
    Algorithm algorithm = traditional(parts[0].strip());
    byte[] password = utf8(passphrase);
    try {
      byte[] iv = HexFormat.of().parseHex(parts[parts.length - 1].strip());
      return algorithm.decrypt(derive(password, iv, algorithm.keyLength()), iv, data);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static Algorithm traditional(String name) throws NoSuchAlgorithmException {
    return switch (name) {
      case "DES-EDE3-CBC" -> Algorithm.TRIPLE_DES;
      case "DES-CBC" -> Algorithm.DES;
      case "AES-128-CBC" -> Algorithm.aes(128);
      case "AES-192-CBC" -> Algorithm.aes(192);
      case "AES-256-CBC" -> Algorithm.aes(256);
      default -> throw new NoSuchAlgorithmException("encryption with " + name);
    };
  }

  // OpenSSL's EVP_BytesToKey: MD5 over the digest before, the passphrase and eight octets of salt
  private static byte[] derive(byte[] password, byte[] iv, int length)
      throws NoSuchAlgorithmException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] block = key;
    while (key.length < length) {
      md5.update(block);
      md5.update(password);
      md5.update(iv, 0, Math.min(8, iv.length));
      block = md5.digest();
      key = join(key, block);
    }
    return Arrays.copyOf(key, length);
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** Opens PKCS#8 with encryption as in PKCS#5 2 (PBES2), PKCS#5 1.5 or PKCS#12. */
  static byte[] openPkcs8(byte[] encoded, char[] passphrase)
      throws GeneralSecurityException, IOException {
    try {
      org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo info =
          org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo.getInstance(encoded);
      if (info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        PBES2Parameters parameters =
            PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
        return openPbes2(parameters, info.getEncryptedData(), passphrase);
      }
      return openPbes1(new EncryptedPrivateKeyInfo(encoded), passphrase);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e);
    }
  }

  private static byte[] openPbes1(EncryptedPrivateKeyInfo info, char[] passphrase)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase);
    try {
      Key key = SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(info.getAlgName());
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return finish(cipher, info.getEncryptedData());
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] openPbes2(PBES2Parameters parameters, byte[] data, char[] passphrase)
      throws GeneralSecurityException {
    EncryptionScheme scheme = parameters.getEncryptionScheme();
    Algorithm algorithm = pbes2Cipher(scheme.getAlgorithm());
    byte[] iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
    KeyDerivationFunc function = parameters.getKeyDerivationFunc();
    byte[] key =
        function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)
            ? scrypt(ScryptParams.getInstance(function.getParameters()), algorithm, passphrase)
            : pbkdf2(PBKDF2Params.getInstance(function.getParameters()), algorithm, passphrase);
    return algorithm.decrypt(key, iv, data);
  }

  private static Algorithm pbes2Cipher(ASN1ObjectIdentifier type) throws NoSuchAlgorithmException {
    if (type.equals(NISTObjectIdentifiers.id_aes256_CBC)) {
      return Algorithm.aes(256);
    }
    if (type.equals(NISTObjectIdentifiers.id_aes192_CBC)) {
      return Algorithm.aes(192);
    }
    if (type.equals(NISTObjectIdentifiers.id_aes128_CBC)) {
      return Algorithm.aes(128);
    }
    if (type.equals(PKCSObjectIdentifiers.des_EDE3_CBC)) {
      return Algorithm.TRIPLE_DES;
    }
    throw new NoSuchAlgorithmException("encryption of kind " + type);
  }

  private static byte[] pbkdf2(PBKDF2Params parameters, Algorithm algorithm, char[] passphrase)
      throws GeneralSecurityException {
    int iterations = parameters.getIterationCount().intValueExact();
    if (iterations > MOST_ITERATIONS) {
      throw new NoSuchAlgorithmException("encryption that takes " + iterations + " rounds");
    }
    PBEKeySpec spec =
        new PBEKeySpec(passphrase, parameters.getSalt(), iterations, algorithm.keyLength() * 8);
    try {
      String mac = hmac(parameters.getPrf().getAlgorithm());
      return SecretKeyFactory.getInstance("PBKDF2With" + mac).generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static String hmac(ASN1ObjectIdentifier type) throws NoSuchAlgorithmException {
    if (type.equals(PKCSObjectIdentifiers.id_hmacWithSHA1)) {
      return "HmacSHA1";
    }
    if (type.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)) {
      return "HmacSHA256";
    }
    if (type.equals(PKCSObjectIdentifiers.id_hmacWithSHA384)) {
      return "HmacSHA384";
    }
    if (type.equals(PKCSObjectIdentifiers.id_hmacWithSHA512)) {
      return "HmacSHA512";
    }
    throw new NoSuchAlgorithmException("key derivation of kind " + type);
  }

  private static byte[] scrypt(ScryptParams parameters, Algorithm algorithm, char[] passphrase)
      throws NoSuchAlgorithmException {
    int cost = parameters.getCostParameter().intValueExact();
    int blockSize = parameters.getBlockSize().intValueExact();
    int lanes = parameters.getParallelizationParameter().intValueExact();
    if (128L * cost * blockSize > MOST_SCRYPT_MEMORY || lanes > 16) {
      throw new NoSuchAlgorithmException("encryption that takes too much memory");
    }
    byte[] password = utf8(passphrase);
    try {
      byte[] salt = parameters.getSalt();
      return SCrypt.generate(password, salt, cost, blockSize, lanes, algorithm.keyLength());
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static byte[] utf8(char[] passphrase) {
    byte[] room = new byte[3 * passphrase.length];
    ByteBuffer buffer = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(passphrase), buffer, true);
    byte[] bytes = Arrays.copyOf(room, buffer.position());
    Arrays.fill(room, (byte) 0);
    return bytes;
  }
}
