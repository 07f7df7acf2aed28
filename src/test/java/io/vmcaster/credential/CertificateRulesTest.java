package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRulesTest {

  @TempDir static Path temporary;
  private static TestCa ca;

  @BeforeAll
  static void makeAuthority() {
    ca = TestPki.in(temporary).ca("/DC=org/DC=example/CN=Test CA");
  }

  @Test
  void acceptsWhatSubscribersAccept() {
    assertThat(faults(user())).isEmpty();
    assertThat(faults(user().key(KeyKind.EC))).isEmpty();
    assertThat(faults(user().extendedKeyUsage(null))).isEmpty();
    assertThat(faults(user().keyUsage(null).extendedKeyUsage(null))).isEmpty();
    assertThat(faults(user().extendedKeyUsage("serverAuth,clientAuth,emailProtection"))).isEmpty();
  }

  @Test
  void explainsCertificatesForClientsOnly() {
    for (String usage : List.of("clientAuth", "serverAuth,clientAuth", "anyExtendedKeyUsage")) {
      assertThat(faults(user().extendedKeyUsage(usage)))
          .singleElement()
          .asString()
          .contains("emailProtection", "August 2023", "Ask the authority");
    }
    assertThat(faults(user().extendedKeyUsage(null).extension("nsCertType=server")))
        .singleElement()
        .asString()
        .contains("Netscape");
  }

  @Test
  void asksForDigitalSignature() {
    for (String usage : List.of("keyEncipherment", "nonRepudiation")) {
      assertThat(faults(user().keyUsage(usage)))
          .singleElement()
          .asString()
          .contains("digitalSignature");
    }
    // OpenSSL takes it: CaDirectoryTest
    assertThat(faults(user().keyUsage("nonRepudiation")).toString()).doesNotContain("unsuitable");
    assertThat(CertificateRules.isSuitable(certificate(user().keyUsage("nonRepudiation"))))
        .isTrue();
    assertThat(CertificateRules.isSuitable(certificate(user().keyUsage("keyEncipherment"))))
        .isFalse();
  }

  @Test
  void looksAtTheClock() {
    assertThat(faults(user().validUntil(Instant.now().minusSeconds(5))))
        .singleElement()
        .asString()
        .contains("expired on");
    assertThat(faults(user().validFrom(Instant.now().plus(Duration.ofDays(2)))))
        .singleElement()
        .asString()
        .contains("not valid before");
  }

  @Test
  void refusesProxiesAndKeysThatNobodyVerifies() {
    TestIdentity jane = user().issue();
    assertThat(faults(jane.proxy())).singleElement().asString().contains("proxy");
    assertThat(faults(jane.legacyProxy())).singleElement().asString().contains("proxy");
    assertThat(faults(user().key(KeyKind.RSA_PSS))).singleElement().asString().contains("RSA-PSS");
  }

  private static TestOrder user() {
    return ca.user("/DC=org/DC=example/CN=Jane");
  }

  private static List<String> faults(TestOrder order) {
    return CertificateRules.faults(certificate(order), Instant.now());
  }

  private static X509Certificate certificate(TestOrder order) {
    return order.issue().certificate();
  }
}
