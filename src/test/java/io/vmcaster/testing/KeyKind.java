package io.vmcaster.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The kinds of test keys. Keys are made once a JVM and used again by every {@link TestPki}. */
public enum KeyKind {
  /** RSA with 2048 bits. */
  RSA("RSA", "rsa_keygen_bits:2048"),
  /** RSA whose key may make PSS signatures only. */
  RSA_PSS("RSA-PSS", "rsa_keygen_bits:2048"),
  /** The elliptic curve P-256. */
  EC("EC", "ec_paramgen_curve:P-256"),
  /** The elliptic curve P-384. */
  EC384("EC", "ec_paramgen_curve:P-384");

  private static final Map<KeyKind, List<String>> MADE =
      Collections.synchronizedMap(new EnumMap<>(KeyKind.class));

  private final String algorithm;
  private final String option;

  KeyKind(String algorithm, String option) {
    this.algorithm = algorithm;
    this.option = option;
  }

  /** The n-th key of this kind as unencrypted PKCS#8 PEM; the same one for the same number. */
  String pem(int number) {
    List<String> keys = MADE.computeIfAbsent(this, kind -> new ArrayList<>());
    synchronized (keys) {
      while (keys.size() <= number) {
        keys.add(freshPem());
      }
      return keys.get(number);
    }
  }

  /** A key that nobody had before. */
  String freshPem() {
    return OpenSsl.run("genpkey", "-algorithm", algorithm, "-pkeyopt", option);
  }
}
