package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.OpenSsl;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineNameTest {

  private static final String[] TYPES = {
    "2.5.4.3",
    "2.5.4.4",
    "2.5.4.6",
    "2.5.4.10",
    "2.5.4.11",
    "2.5.4.5",
    "2.5.4.12",
    "2.5.4.97",
    "0.9.2342.19200300.100.1.25",
    "0.9.2342.19200300.100.1.1",
    "1.2.840.113549.1.9.1",
    "1.2.840.113549.1.9.2",
    "1.3.6.1.4.1.311.60.2.1.3",
    "1.3.6.1.4.1.99999.7",
    "2.999.3",
    "2.5.4.200"
  };

  private static KeyPair keys;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    keys = generator.generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=Owen Synge, OU=DESY, O=GermanGrid, C=DE",
        "CN=host/foo.example.org, DC=example, DC=org",
        "CN=J\u00fcrgen M\u00fcller+UID=jm, O=\u00c9cole, C=FR",
      })
  void agreesWithOpenssl(String name) throws Exception {
    assertAgrees(certificate(new X500Name(new X500Principal(name).getName())));
  }

  @Test
  void writesEachEncodedByteInHex() throws Exception {
    X500Principal name = new X500Principal("CN=J\u00fcrgen, DC=example, DC=org");
    X509Certificate certificate = certificate(X500Name.getInstance(name.getEncoded()));
    assertThat(OneLineName.subject(certificate).text())
        .isEqualTo("/DC=org/DC=example/CN=J\\xC3\\xBCrgen");
  }

  @Test
  void takesTheFormBeforeOpenssl3AsWell() throws Exception {
    X500Principal name = new X500Principal("CN=host/jane+UID=j, O=A\\+B");
    X509Certificate certificate = certificate(X500Name.getInstance(name.getEncoded()));
    assertThat(OneLineName.subject(certificate).text()).isEqualTo("/O=A\\+B/UID=j+CN=host\\/jane");
    assertThat(OneLineName.isSubject("/O=A\\+B/UID=j+CN=host\\/jane", certificate)).isTrue();
    assertThat(OneLineName.isSubject("/O=A+B/UID=j/CN=host/jane", certificate)).isTrue();
    assertThat(OneLineName.isIssuer("/O=A+B/UID=j/CN=host/jane", certificate)).isTrue();
    assertThat(OneLineName.isSubject("/O=A+B/CN=host/jane/UID=j", certificate)).isFalse();
  }

  @Test
  void agreesWithOpensslOnRandomNames() throws Exception {
    long seed = 20261123;
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      assertAgrees(certificate(randomName(random)));
    }
  }

  private static void assertAgrees(X509Certificate certificate) throws Exception {
    String printed =
        OpenSsl.runOn(
                certificate.getEncoded(),
                (Object[]) "x509 -inform DER -noout -subject -issuer -nameopt compat".split(" "))
            .text();
    assertThat(
            "subject="
                + OneLineName.subject(certificate)
                + "\nissuer="
                + OneLineName.issuer(certificate)
                + "\n")
        .isEqualTo(printed);
  }

  private static X509Certificate certificate(X500Name name) throws Exception {
    Date now = Date.from(Instant.now());
    byte[] encoded =
        new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static X500Name randomName(Random random) {
    ASN1EncodableVector names = new ASN1EncodableVector();
    for (int i = 0; i <= random.nextInt(4); i++) {
      ASN1EncodableVector relative = new ASN1EncodableVector();
      for (int j = 0; j <= random.nextInt(3) / 2; j++) {
        ASN1ObjectIdentifier type = new ASN1ObjectIdentifier(TYPES[random.nextInt(TYPES.length)]);
        relative.add(
            new DERSequence(new ASN1Encodable[] {type, randomValue(random, randomText(random))}));
      }
      names.add(new DERSet(relative));
    }
    return X500Name.getInstance(new DERSequence(names));
  }

  private static String randomText(Random random) {
    String alphabet = "abc XYZ019/=+,;\"<>\\#'~\u00e9\u00fc\u0142\u20ac\u4e2d\u0001\u007f";
    StringBuilder text = new StringBuilder("x");
    for (int i = 0; i < random.nextInt(12); i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static ASN1Encodable randomValue(Random random, String text) {
    return switch (random.nextInt(9)) {
      case 0 -> new DERBMPString(text);
      case 1 -> new DERT61String(text);
      case 2 -> new DERIA5String(text.replaceAll("[^ -~]", "?"));
      case 3 -> new DERPrintableString(text.replaceAll("[^a-zA-Z0-9 ]", "."));
      case 4 -> new DERUniversalString(text.getBytes(Charset.forName("UTF-32BE")));
      case 5 -> new DERBitString(new byte[] {65, 66, (byte) 200}, 0);
      default -> new DERUTF8String(text);
    };
  }
}
