package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Check;
import io.vmcaster.context.Check.Outcome;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link CertificateDiagnostics} says of certificate, key and anchors. */
class CertificateDiagnosticsTest {

  private static final String JANE = "/DC=org/DC=example/CN=Jane Doe";

  @TempDir Path directory;
  private TestPki pki;
  private TestCa ca;
  private TestIdentity jane;

  @BeforeEach
  void issue() throws Exception {
    pki = TestPki.in(directory);
    ca = pki.ca("/DC=org/DC=example/CN=Authority");
    jane = ca.user(JANE).issue();
  }

  private List<Check> look(TestIdentity identity, Path anchors, Instant now) {
    Doctor findings = new Doctor();
    CertificateDiagnostics look = new CertificateDiagnostics(findings, now);
    Optional<CertificateChain> chain =
        look.lookAtCertificate(identity.certificateFile(), "here", Optional.empty());
    look.lookAtKey(identity.keyFile(), identity.certificateFile(), "here");
    look.lookAtAnchors(anchors, "here", chain);
    return findings.checks();
  }

  private static List<String> named(List<Check> checks, Outcome outcome) {
    return checks.stream().filter(c -> c.outcome() == outcome).map(Check::name).toList();
  }

  @Test
  void whatSignsAndIsTrustedIsFine() {
    List<Check> found = look(jane, pki.caDirectory(), Instant.now());

    assertThat(named(found, Outcome.FAULT)).isEmpty();
    assertThat(found)
        .anyMatch(c -> c.name().equals("certificate") && c.sentence().startsWith(JANE + " in "))
        .anyMatch(c -> c.name().equals("key") && c.sentence().contains("belongs to"))
        .anyMatch(c -> c.name().equals("chain") && c.outcome() == Outcome.OK);
  }

  @Test
  void anEndIsSaidBeforeAndAfter() {
    Instant end = Instant.now().plus(Duration.ofDays(100));
    TestIdentity soon = ca.user(JANE).validUntil(end).issue();

    assertThat(look(soon, pki.caDirectory(), end.minus(Duration.ofDays(3))))
        .anyMatch(c -> c.outcome() == Outcome.WARNING && c.sentence().contains("2 more days"));
    assertThat(look(soon, pki.caDirectory(), end.plus(Duration.ofDays(3))))
        .anyMatch(c -> c.outcome() == Outcome.FAULT && c.name().equals("certificate"));
  }

  @Test
  void aHostsCertificateIsNotForSigning() {
    assertThat(
            named(
                look(ca.host("www.example.org").issue(), pki.caDirectory(), Instant.now()),
                Outcome.FAULT))
        .contains("certificate");
  }

  @Test
  void anotherKeyIsAFault() {
    TestIdentity other = ca.user("/DC=org/DC=example/CN=Joe").issue();
    Doctor findings = new Doctor();
    new CertificateDiagnostics(findings, Instant.now())
        .lookAtKey(other.keyFile(), jane.certificateFile(), "here");

    assertThat(named(findings.checks(), Outcome.FAULT)).containsExactly("key");
  }

  @Test
  void anchorsThatDoNotKnowItAreAFaultAndNoneAreAWarning() throws Exception {
    TestPki others = TestPki.in(directory.resolve("others"));
    others.ca("/DC=org/DC=example/CN=Another");

    assertThat(look(jane, others.caDirectory(), Instant.now()))
        .anyMatch(
            c ->
                c.outcome() == Outcome.FAULT
                    && c.name().equals("chain")
                    && c.sentence().contains("Install the package of its authority"));
    assertThat(look(jane, null, Instant.now()))
        .anyMatch(c -> c.outcome() == Outcome.WARNING && c.name().equals("trust anchors"));
  }
}
