package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days are counted by the clock of the run. */
class ExpiryTest {

  private static final Instant END = Instant.parse("2031-05-01T00:00:00Z");

  @TempDir Path temporary;

  @Test
  void countsTheDaysOfEveryCertificateOfTheChain() {
    TestCa lower =
        TestPki.in(temporary).ca("/DC=org/CN=Root").intermediate("/DC=org/CN=Intermediate");
    TestIdentity jane = lower.user("/DC=org/CN=Jane").validUntil(END).issue();
    List<Expiry> ends =
        Expiry.of(
            CertificateChain.of(
                jane.certificate(), List.of(lower.identity().certificate(), jane.certificate())),
            "signs");
    assertThat(ends).hasSize(2);
    assertThat(ends.get(1).what()).contains("authority").contains("/CN=Intermediate");
    Expiry own = ends.get(0);
    assertThat(own.told(END.minus(Duration.ofDays(31))))
        .isEqualTo("the certificate that signs, /DC=org/CN=Jane, ends in 31 days");
    assertThat(own.isSoon(END.minus(Duration.ofDays(31)))).isFalse();
    assertThat(own.isSoon(END.minus(Duration.ofDays(30)))).isTrue();
    assertThat(own.told(END.minus(Duration.ofDays(1)))).endsWith("ends in 1 day");
    assertThat(own.isSoon(END.plusSeconds(1))).isTrue();
    assertThat(own.told(END.plusSeconds(1))).endsWith("ended on " + END);
  }

  @Test
  void findsTheRevocationListsOfTheAuthorities() {
    TestPki pki = TestPki.in(temporary);
    TestCa ca = pki.ca("/DC=org/CN=Root");
    TestIdentity jane = ca.user("/DC=org/CN=Jane").issue();
    CertificateChain chain = CertificateChain.of(jane.certificate(), List.of());
    assertThat(CaDirectory.open(pki.caDirectory()).revocationListEnds(chain)).isEmpty();
    ca.publishCrl(END);
    assertThat(CaDirectory.open(pki.caDirectory()).revocationListEnds(chain))
        .containsExactly(Expiry.ofRevocationList(ca.identity().certificate(), END));
  }
}
