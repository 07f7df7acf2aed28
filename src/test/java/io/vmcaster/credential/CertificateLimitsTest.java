package io.vmcaster.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates that {@code openssl} makes, and some that it would not. */
@TestInstance(Lifecycle.PER_CLASS)
class CertificateLimitsTest {

  private static final String IDENTIFIER = "2.5.29.35";
  private static final X500Name NAME = new X500Name("CN=Jane");

  private TestCa ca;

  @BeforeAll
  void makeAuthority(@TempDir Path directory) {
    ca = TestPki.in(directory).ca("/CN=Authority", "subjectKeyIdentifier=hash");
  }

  @ParameterizedTest
  @EnumSource
  void keysOfTodayAreWithinThem(KeyKind kind) {
    X509Certificate certificate = ca.user("/CN=J\u00e4ne").key(kind).issue().certificate();

    assertThat(CertificateLimits.fault(certificate)).isEmpty();
    assertThat(CertificateLimits.damaged(certificate)).isEmpty();
    assertThat(CertificateLimits.isForgeable(certificate)).isFalse();
  }

  /** OpenSSL computes with no larger ones, however small the file is that has them. */
  @ParameterizedTest
  @CsvSource({
    "2048, 256, 2, true",
    "10000, 224, 2, true",
    "10001, 256, 2, false",
    "2048, 250, 2, false",
    "2048, 256, 1, false"
  })
  void aKeyOfDsaHasUsualNumbers(int modulus, int subprime, int base, boolean usual)
      throws Exception {
    BigInteger p = BigInteger.ONE.shiftLeft(modulus - 1).setBit(0);
    BigInteger q = BigInteger.ONE.shiftLeft(subprime - 1).setBit(0);
    SubjectPublicKeyInfo key =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_dsa, new DSAParameter(p, q, BigInteger.valueOf(base))),
            new ASN1Integer(3));

    var fault = CertificateLimits.fault(certificate(NAME, key));

    assertThat(fault.isEmpty()).isEqualTo(usual);
    assertThat(fault.orElse("its DSA key is larger")).startsWith("its DSA key is larger");
  }

  @Test
  void aNameIsText() throws Exception {
    X500Name octets =
        new X500NameBuilder()
            .addRDN(BCStyle.CN, new DEROctetString("Jane".getBytes(US_ASCII)))
            .build();

    assertThat(CertificateLimits.fault(certificate(octets, usualKey())))
        .contains("a name in it has a value that is no text");
    assertThat(CertificateLimits.fault(certificate(NAME, usualKey()))).isEmpty();
  }

  @Test
  void aKeyOfAKindThatNobodyKnowsIsRefused() throws Exception {
    SubjectPublicKeyInfo unknown =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4.5.6.7")), new ASN1Integer(3));

    assertThat(CertificateLimits.fault(certificate(NAME, unknown)).orElseThrow())
        .contains("of a kind that is not supported");
  }

  @Test
  void aSignatureOverSha1CanBeForged() {
    assertThat(CertificateLimits.isForgeable(jane().digest("sha1").issue().certificate())).isTrue();
  }

  /** Java passes over such an extension; what it would forbid is allowed then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.5.29.19=DER:05:00 | 2.5.29.19",
        "2.5.29.19=DER:30:06:01:01:ff:02:01:ff | 2.5.29.19",
        "2.5.29.15=DER:05:00 | 2.5.29.15",
        "1.2.3.4=DER:05:00 | ''"
      })
  void damagedExtensionsAreFound(String line, String found) {
    X509Certificate certificate = jane().extension(line).issue().certificate();

    assertThat(String.join(" ", CertificateLimits.damaged(certificate))).isEqualTo(found);
  }

  @Test
  void ofAuthoritiesWithOneNameTheIdentifierTellsWhichIsMeant() {
    X509Certificate issued =
        jane().extension("authorityKeyIdentifier=keyid:always,issuer:always").issue().certificate();
    TestCa namesake =
        TestPki.in(ca.directory().resolve("other"))
            .ca("/CN=Authority", "subjectKeyIdentifier=hash");
    byte[] identifier = issued.getExtensionValue(IDENTIFIER);

    assertThat(CertificateLimits.mayMean(identifier, ca.identity().certificate())).isTrue();
    assertThat(CertificateLimits.mayMean(identifier, namesake.identity().certificate())).isFalse();
    assertThat(CertificateLimits.mayMean(null, namesake.identity().certificate())).isTrue();
    assertThat(CertificateLimits.mayMean(new byte[] {4, 1, 5}, ca.identity().certificate()))
        .as("what cannot be read means nobody")
        .isFalse();
  }

  private TestOrder jane() {
    return ca.order("/CN=Jane").key(KeyKind.EC);
  }

  private SubjectPublicKeyInfo usualKey() {
    return SubjectPublicKeyInfo.getInstance(
        jane().issue().certificate().getPublicKey().getEncoded());
  }

  /** Signed by nobody: signatures are what comes later. */
  private static X509Certificate certificate(X500Name subject, SubjectPublicKeyInfo key)
      throws Exception {
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption);
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setIssuer(NAME);
    generator.setSubject(subject);
    generator.setStartDate(new Time(Date.from(Instant.now().minusSeconds(60))));
    generator.setEndDate(new Time(Date.from(Instant.now().plusSeconds(3600))));
    generator.setSubjectPublicKeyInfo(key);
    generator.setSignature(algorithm);
    byte[] encoded =
        new DERSequence(
                new ASN1Encodable[] {
                  generator.generateTBSCertificate(), algorithm, new DERBitString(new byte[256])
                })
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
