package io.vmcaster.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that mean two things, cost much, or are no messages; openssl is asked beside us. */
class HostileMessageTest {

  private static final String LIST = "{\n    \"hv:imagelist\": {\n        \"a\": 1\n    }\n}\n";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
  private static final X500Name NAME = new X500Name("CN=Mallory");

  @TempDir static Path temporary;
  private static TestIdentity jane;

  @BeforeAll
  static void makeIdentity() {
    TestCa ca = TestPki.in(temporary).ca("/DC=org/DC=example/CN=Test CA");
    jane = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        refused("Content-Type twice", t -> "Content-Type: text/plain\n" + t, "content-type twice"),
        refused(
            "Content-Type twice, in the middle",
            t -> t.replaceFirst("\n\n", "\nCONTENT-TYPE : application/pkcs7-mime\n\n"),
            "content-type twice"),
        refused(
            "encoding twice",
            t ->
                t.replace(
                    "Content-Transfer-Encoding: base64\n",
                    "Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: binary\n"),
            "content-transfer-encoding twice"),
        refused(
            "boundary twice",
            t -> t.replaceFirst("micalg=", "boundary=\"x\"; micalg="),
            "parameter boundary twice"),
        refused(
            "binary signature",
            t -> t.replace("Encoding: base64", "Encoding: binary"),
            "not in base64"),
        refused(
            "mark hides the type",
            t -> "\ufeff" + t.replaceFirst("MIME-Version: 1.0\n", ""),
            "byte order mark"));
  }

  private static Arguments refused(String name, UnaryOperator<String> change, String why) {
    return Arguments.of(name, change, why);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void refusesHeadersThatProgramsReadDifferently(
      String name, UnaryOperator<String> change, String why) {
    assertRefused(change.apply(signed("")).getBytes(StandardCharsets.UTF_8), why);
  }

  @Test
  void refusesAnOpaqueMessageInBinary() {
    String opaque = signed("-nodetach");
    byte[] head =
        opaque
            .substring(0, opaque.indexOf("\n\n") + 2)
            .replace("base64", "binary")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] der = Base64.getMimeDecoder().decode(opaque.split("\n\n")[1]);
    byte[] message = java.util.Arrays.copyOf(head, head.length + der.length);
    System.arraycopy(der, 0, message, head.length, der.length);
    assertThat(opensslTakes(message)).isFalse();
    assertRefused(message, "not in base64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ufeff", "From jane@field.example Wed Nov 25 21:00:00 2026\n", "\ufeff\n\n"})
  void readsWhatMailboxesAndEditorsPutInFront(String front) {
    byte[] message = (front + signed("")).getBytes(StandardCharsets.UTF_8);
    if (!front.contains("\n\n")) {
      assertThat(opensslTakes(message)).isTrue();
    }
    assertThat(SignedListTest.text(SignedList.read(message, "list"))).isEqualTo(LIST);
    assertThat(SignedList.looksSigned(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DER", "PEM"})
  void tellsHowToConvertASignatureWithoutItsHeader(String form) {
    byte[] bytes = sign("-nodetach -outform " + form);
    assertThat(opensslTakes(bytes)).isFalse();
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> SignedList.read(bytes, "list"))
        .withMessageContaining("a signature in " + form)
        .satisfies(e -> assertThat(e.advice().orElseThrow()).contains("-inform " + form));
    byte[] converted =
        OpenSsl.runOn(bytes, "cms", "-cmsout", "-inform", form, "-outform", "SMIME").output();
    assertThat(SignedListTest.text(SignedList.read(converted, "list"))).isEqualTo(LIST);
  }

  @Test
  void tellsHowToConvertBareBase64() {
    byte[] bytes = Base64.getMimeEncoder().encode(sign("-nodetach -outform DER"));
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> SignedList.read(bytes, "list"))
        .withMessageContaining("a signature in base64")
        .satisfies(
            e -> assertThat(e.advice().orElseThrow()).startsWith("If").contains("base64 -d"));
  }

  static Stream<Arguments> keys() throws IOException {
    BigInteger huge = BigInteger.ONE.shiftLeft(200_000).subtract(BigInteger.ONE);
    BigInteger big = BigInteger.ONE.shiftLeft(17_000).subtract(BigInteger.ONE);
    BigInteger modulus = BigInteger.ONE.shiftLeft(4095).setBit(0);
    BigInteger subprime = BigInteger.ONE.shiftLeft(255).setBit(0);
    return Stream.of(
        Arguments.of("DSA, 200,000 bits", dsa(huge, subprime)),
        Arguments.of("DSA, huge subprime", dsa(modulus, huge)),
        Arguments.of("RSA, huge modulus", rsa(huge, BigInteger.valueOf(65_537))),
        Arguments.of("RSA, large modulus", rsa(big, BigInteger.valueOf(65_537))),
        Arguments.of("RSA, huge exponent", rsa(modulus, huge)),
        Arguments.of("RSA, large exponent", rsa(modulus, modulus.subtract(BigInteger.TWO))),
        Arguments.of("DH, huge prime", dh(huge)),
        Arguments.of("EC, explicit parameters", explicitCurve(huge)));
  }

  private static SubjectPublicKeyInfo dsa(BigInteger prime, BigInteger subprime)
      throws IOException {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_dsa, new DSAParameter(prime, subprime, BigInteger.TWO)),
        new ASN1Integer(prime.subtract(BigInteger.TWO)));
  }

  private static SubjectPublicKeyInfo rsa(BigInteger modulus, BigInteger exponent)
      throws IOException {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
        new RSAPublicKey(modulus, exponent));
  }

  private static SubjectPublicKeyInfo dh(BigInteger prime) throws IOException {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.dhKeyAgreement,
            sequence(new ASN1Integer(prime), new ASN1Integer(2))),
        new ASN1Integer(prime.subtract(BigInteger.TWO)));
  }

  private static SubjectPublicKeyInfo explicitCurve(BigInteger prime) throws IOException {
    DERSequence field = sequence(X9ObjectIdentifiers.prime_field, new ASN1Integer(prime));
    DEROctetString number = new DEROctetString(BigInteger.TEN.toByteArray());
    DERSequence parameters =
        sequence(
            new ASN1Integer(1),
            field,
            sequence(number, number),
            new DEROctetString(new byte[] {2, 1}),
            new ASN1Integer(prime));
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), new byte[] {2, 1});
  }

  private static DERSequence sequence(org.bouncycastle.asn1.ASN1Encodable... values) {
    return new DERSequence(values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void judgesKeysBeforeItComputesWithThem(String name, SubjectPublicKeyInfo key) throws Exception {
    byte[] message = message(1, List.of(certificate(NAME, key)));
    assertTimeoutPreemptively(
        SOON,
        () -> {
          assertRefused(message, "");
          assertThatExceptionOfType(InvalidDataFailure.class)
              .isThrownBy(() -> MessageForm.of(message, "list"));
        });
  }

  @Test
  void refusesThousandsOfSignersAndCertificates() throws Exception {
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(jane.certificate().getPublicKey().getEncoded());
    Certificate one = certificate(NAME, key);
    List<Certificate> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(certificate(new X500Name("CN=" + i), key));
    }
    byte[] certificates = message(1, many);
    byte[] signers = message(5000, List.of(one));
    assertTimeoutPreemptively(
        SOON,
        () -> {
          assertRefused(certificates, "1000 certificates");
          assertRefused(signers, "5000 signers");
          assertThatExceptionOfType(InvalidDataFailure.class)
              .isThrownBy(() -> MessageForm.of(signers, "list"));
        });
  }

  @Test
  void refusesANameThatIsNoText() throws Exception {
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(jane.certificate().getPublicKey().getEncoded());
    X500Name octets =
        new X500NameBuilder()
            .addRDN(BCStyle.CN, new DEROctetString("Jane".getBytes(StandardCharsets.US_ASCII)))
            .build();
    byte[] message = message(1, List.of(certificate(octets, key)));
    assertThat(opensslTakes(message)).isFalse();
    assertRefused(message, "no text");
  }

  @ParameterizedTest
  @CsvSource({
    "EC, SHA256withECDSA",
    "EC, SHA1withECDSA",
    "EC, SHA512withECDSA",
    "Ed25519, Ed25519",
  })
  void takesNoSignatureThatOpensslDoesNotVerify(String kind, String algorithm) throws Exception {
    byte[] message = signed(KeyPairGenerator.getInstance(kind).generateKeyPair(), algorithm);
    MessageForm form = MessageForm.of(message, "list");
    assertThat(form.fits() && !form.unverifiable()).isEqualTo(opensslTakes(message));
    if (opensslTakes(message)) {
      assertThat(SignedList.read(message, "list").forgeable()).isFalse();
    } else {
      assertRefused(message, "");
    }
  }

  /** A message whose content has a SHA-256 digest, whatever the signature over that is. */
  private static byte[] signed(KeyPair key, String algorithm) throws Exception {
    Certificate certificate =
        certificate(NAME, SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setContentDigest(SHA256)
            .build(
                new JcaContentSignerBuilder(algorithm).build(key.getPrivate()),
                new X509CertificateHolder(certificate)));
    generator.addCertificate(new X509CertificateHolder(certificate));
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    return opaque(generator.generate(new CMSProcessableByteArray(list), true).getEncoded("DER"));
  }

  // signed by nobody: what matters is what is done before a signature is looked at
  private static Certificate certificate(X500Name subject, SubjectPublicKeyInfo key) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption);
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setIssuer(NAME);
    generator.setSubject(subject);
    generator.setStartDate(new Time(Date.from(Instant.now().minusSeconds(60))));
    generator.setEndDate(new Time(Date.from(Instant.now().plusSeconds(3600))));
    generator.setSubjectPublicKeyInfo(key);
    generator.setSignature(algorithm);
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(generator.generateTBSCertificate());
    parts.add(algorithm);
    parts.add(new DERBitString(new byte[256]));
    return Certificate.getInstance(new DERSequence(parts));
  }

  private static byte[] message(int signers, List<Certificate> certificates) throws IOException {
    ASN1EncodableVector infos = new ASN1EncodableVector();
    for (int i = 0; i < signers; i++) {
      infos.add(
          new SignerInfo(
              new SignerIdentifier(new IssuerAndSerialNumber(NAME, BigInteger.ONE)),
              SHA256,
              (org.bouncycastle.asn1.ASN1Set) null,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
              new DEROctetString(BigInteger.valueOf(i + 1L).toByteArray()),
              null));
    }
    ASN1EncodableVector set = new ASN1EncodableVector();
    certificates.forEach(set::add);
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    SignedData data =
        new SignedData(
            new DERSet(SHA256),
            new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(list)),
            new DERSet(set),
            null,
            new DERSet(infos));
    return opaque(new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded("DER"));
  }

  private static byte[] opaque(byte[] der) {
    return ("Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(der))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String signed(String options) {
    return new String(sign(options), StandardCharsets.ISO_8859_1);
  }

  private static byte[] sign(String options) {
    List<Object> command = new ArrayList<>(List.of("smime", "-sign"));
    command.addAll(List.of("-signer", jane.certificateFile(), "-inkey", jane.keyFile()));
    command.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
    return OpenSsl.runOn(LIST.getBytes(StandardCharsets.UTF_8), command.toArray()).output();
  }

  private static boolean opensslTakes(byte[] message) {
    return OpenSsl.attempt(message, "smime", "-verify", "-noverify").status() == 0;
  }

  private static void assertRefused(byte[] message, String why) {
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> SignedList.read(message, "list"))
        .withMessageContaining(why);
  }
}
