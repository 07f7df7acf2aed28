package io.vmcaster.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

/** Finds out whether a private and a public key are a pair. */
final class KeyPairs {

  private KeyPairs() {}

  static boolean belongTogether(PrivateKey secret, PublicKey open) {
    if (secret instanceof RSAKey first && open instanceof RSAKey second) {
      return first.getModulus().equals(second.getModulus());
    }
    return kind(secret).equals(kind(open)) && verifies(secret, open);
  }

  private static boolean verifies(PrivateKey secret, PublicKey open) {
    byte[] sample = "a sample".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm(secret));
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

  private static String algorithm(PrivateKey key) {
    return switch (kind(key)) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA"; // of a token that keeps the modulus to itself
      default -> key.getAlgorithm();
    };
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
