package io.vmcaster.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.Purpose;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of format 2.6: each kind of certificate is judged by us before it signs, and by {@code
 * openssl smime -verify} afterwards. The two must agree.
 */
class CertificateMatrixTest {

  @TempDir static Path temporary;
  private static TestPki pki;
  private static TestCa ca;

  @BeforeAll
  static void makeAuthority() {
    pki = TestPki.in(temporary);
    ca = pki.ca("/DC=org/DC=example/CN=Test CA");
  }

  enum Kind {
    FOR_CLIENTS_AND_EMAIL(true),
    WITHOUT_EXTENDED_KEY_USAGE(true),
    WITHOUT_ANY_USAGE(true),
    HOST_WITH_EMAIL(true),
    FOR_CLIENTS_ONLY(false),
    ORDINARY_HOST(false),
    KEY_ENCIPHERMENT_ONLY(false),
    EXPIRED(false),
    NOT_YET_VALID(false),
    PROXY(false);

    private final boolean accepted;

    Kind(boolean accepted) {
      this.accepted = accepted;
    }
  }

  private static TestOrder order(Kind kind) {
    TestOrder order = ca.user("/DC=org/DC=example/CN=Jane");
    return switch (kind) {
      case FOR_CLIENTS_AND_EMAIL -> order.extendedKeyUsage("clientAuth,emailProtection");
      case WITHOUT_EXTENDED_KEY_USAGE -> order.extendedKeyUsage(null);
      case WITHOUT_ANY_USAGE -> order.keyUsage(null).extendedKeyUsage(null);
      case HOST_WITH_EMAIL -> order.extendedKeyUsage("serverAuth,clientAuth,emailProtection");
      case FOR_CLIENTS_ONLY -> order.extendedKeyUsage("clientAuth");
      case ORDINARY_HOST -> order.extendedKeyUsage("serverAuth,clientAuth");
      case KEY_ENCIPHERMENT_ONLY -> order.keyUsage("keyEncipherment");
      case EXPIRED -> order.validUntil(Instant.now().minusSeconds(60));
      case NOT_YET_VALID -> order.validFrom(Instant.now().plus(Duration.ofDays(1)));
      case PROXY -> order.issue().proxy();
    };
  }

  @ParameterizedTest
  @EnumSource
  void weAndOpensslAgree(Kind kind) {
    TestIdentity signer = order(kind).issue();
    assertThat(CertificateRules.faults(signer.certificate(), Instant.now()).isEmpty())
        .isEqualTo(kind.accepted);
    assertThat(
            CaDirectory.open(pki.caDirectory())
                .verify(List.of(signer.certificate()), Instant.now(), Purpose.SIGN_EMAIL)
                .trusted())
        .isEqualTo(kind.accepted);
    OpenSsl.Result result =
        OpenSsl.attempt(sign(signer), "smime", "-verify", "-CApath", pki.caDirectory());
    assertThat(result.status()).as(result.errors()).isEqualTo(kind.accepted ? 0 : 4);
  }

  private static byte[] sign(TestIdentity signer) {
    CredentialReader reader = new CredentialReader(Passphrases.NONE, Messages.SILENT);
    return ListSigner.sign(
        "{}", reader.read(signer.keyFile(), signer.certificateFile()), List.of(), Instant.now());
  }
}
