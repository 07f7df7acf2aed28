package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.credential.RevocationQuery.Answer;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers by OCSP that no responder would give to this question. */
class RevocationQueryTest {

  private static final String DIGEST = "SHA256withRSA";
  private static final CertificateStatus REVOKED = new RevokedStatus(Date.from(Instant.EPOCH), 0);

  @TempDir Path directory;
  private final Instant now = Instant.now();
  private TestCa ca;
  private TestCa other;
  private TestIdentity jane;
  private TestIdentity responder;

  @BeforeEach
  void issue() throws Exception {
    TestPki pki = TestPki.in(directory);
    ca = pki.ca("/DC=org/DC=example/CN=CA");
    other = pki.ca("/DC=org/DC=example/CN=Other");
    jane = ca.user("/DC=org/DC=example/CN=Jane").issue();
    responder = responder().issue();
  }

  private TestOrder responder() {
    return ca.order("/DC=org/DC=example/CN=Responder").extendedKeyUsage("OCSPSigning");
  }

  @Test
  void whatTheAuthoritySaysOfTheCertificateCounts() throws Exception {
    assertThat(read(answer(ca, serial(), CertificateStatus.GOOD, Duration.ZERO)))
        .isEqualTo(Answer.GOOD);
    assertThat(read(answer(ca, serial(), REVOKED, Duration.ZERO))).isEqualTo(Answer.REVOKED);
  }

  @Test
  void whatIsSaidOfAnotherDoesNot() throws Exception {
    for (CertificateStatus status : new CertificateStatus[] {CertificateStatus.GOOD, REVOKED}) {
      BigInteger next = serial().add(BigInteger.ONE);
      assertThat(read(answer(ca, next, status, Duration.ZERO))).isEqualTo(Answer.UNKNOWN);
      assertThat(read(answer(other, serial(), status, Duration.ZERO))).isEqualTo(Answer.UNKNOWN);
    }
  }

  @Test
  void goodIsOfTheDayWithoutAnEnd() throws Exception {
    assertThat(read(answer(ca, serial(), CertificateStatus.GOOD, Duration.ofHours(23))))
        .isEqualTo(Answer.GOOD);
    assertThat(read(answer(ca, serial(), CertificateStatus.GOOD, Duration.ofDays(2))))
        .isEqualTo(Answer.UNKNOWN);
    assertThat(read(answer(ca, serial(), REVOKED, Duration.ofDays(2)))).isEqualTo(Answer.REVOKED);
  }

  @Test
  void goodOverADigestThatProvesNothingIsNoAnswer() throws Exception {
    CertificateID id = id(ca, serial());
    assertThat(read(signed(id, CertificateStatus.GOOD, now, "MD5withRSA")))
        .isEqualTo(Answer.UNKNOWN);
    assertThat(read(signed(id, REVOKED, now, "MD5withRSA"))).isEqualTo(Answer.REVOKED);
  }

  @Test
  void aResponderWhoseCertificateHasEndedIsNone() throws Exception {
    responder = responder().validUntil(now.minus(Duration.ofHours(1))).issue();
    assertThat(read(answer(ca, serial(), CertificateStatus.GOOD, Duration.ZERO)))
        .isEqualTo(Answer.UNKNOWN);
  }

  private BigInteger serial() {
    return jane.certificate().getSerialNumber();
  }

  private Answer read(byte[] answer) throws Exception {
    return new RevocationQuery(jane.certificate(), ca.identity().certificate(), now).ocsp(answer);
  }

  /**
   * What our authority's responder says of a certificate that one of them issued, without an end.
   */
  private byte[] answer(TestCa issuer, BigInteger serial, CertificateStatus status, Duration age)
      throws Exception {
    return signed(id(issuer, serial), status, now.minus(age), DIGEST);
  }

  private static CertificateID id(TestCa issuer, BigInteger serial) throws Exception {
    X509Certificate certificate = issuer.identity().certificate();
    return new JcaCertificateID(
        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
        certificate,
        serial);
  }

  private byte[] signed(CertificateID id, CertificateStatus status, Instant at, String algorithm)
      throws Exception {
    X509CertificateHolder signer = new JcaX509CertificateHolder(responder.certificate());
    X500Name name = signer.getSubject();
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            new BasicOCSPRespBuilder(new RespID(name))
                .addResponse(id, status, Date.from(at), (Date) null)
                .build(
                    new JcaContentSignerBuilder(algorithm).build(key(responder)),
                    new X509CertificateHolder[] {signer},
                    Date.from(at)))
        .getEncoded();
  }

  private static PrivateKey key(TestIdentity identity) throws Exception {
    try (Reader text = Files.newBufferedReader(identity.keyFile());
        PEMParser parser = new PEMParser(text)) {
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) parser.readObject());
    }
  }
}
