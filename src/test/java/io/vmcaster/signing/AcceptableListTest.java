package io.vmcaster.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptableListTest {

  private static final String DN = "/DC=org/DC=example/CN=Jane Doe";
  private static final String CA = "/DC=org/DC=example/CN=Test CA";

  @TempDir static Path temporary;
  private static TestCa ca;
  private static TestIdentity jane;

  @BeforeAll
  static void makeIdentities() {
    ca = TestPki.in(temporary).ca(CA);
    jane = ca.user(DN).issue();
  }

  @Test
  void acceptsAListThatItsEndorserSigned() {
    String list = list(endorser(DN, CA));
    byte[] message = sign(list, jane);
    assertThatCode(() -> SignedList.requireAcceptable(message, list, Instant.now()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesOtherContentThanWasMeant() {
    byte[] message = sign(list(endorser(DN, CA)), jane);
    assertRefused(message, list(endorser(DN, CA)) + " ", "not what was meant");
    byte[] broken = message.clone();
    broken[new String(message, StandardCharsets.ISO_8859_1).indexOf("Jane")] = 'K';
    assertRefused(broken, list(endorser(DN, CA)), "does not fit");
  }

  @Test
  void refusesAListOfSomebodyElse() {
    assertRefused(endorser("/CN=John", CA), jane, "/CN=John, but " + DN + " signed");
    assertRefused(endorser(DN, "/CN=Other CA"), jane, "hv:ca is /CN=Other CA, but");
    String two = "[" + endorser(DN, CA) + "," + endorser("/CN=John", CA) + "]";
    assertRefused(two, jane, "2 endorsers");
  }

  @Test
  void refusesACertificateThatSubscribersRefuse() {
    TestIdentity clientOnly = ca.user(DN).extendedKeyUsage("clientAuth").issue();
    assertRefused(endorser(DN, CA), clientOnly, "emailProtection");
  }

  private static void assertRefused(String endorser, TestIdentity signer, String why) {
    assertRefused(sign(list(endorser), signer), list(endorser), why);
  }

  private static void assertRefused(byte[] message, String list, String why) {
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> SignedList.requireAcceptable(message, list, Instant.now()))
        .satisfies(failure -> assertThat(failure).hasMessageContaining(why));
  }

  private static String list(String endorser) {
    return "{\"hv:imagelist\": {\"dc:identifier\": \"76fdee70-8119-5d33-9f40-3c57e1c60df1\",\n"
        + ("\"hv:endorser\": " + endorser + ",\n\"hv:images\": []}}\n");
  }

  private static String endorser(String dn, String ca) {
    return "{\"hv:x509\": {\"hv:dn\": \"" + dn + "\", \"hv:ca\": \"" + ca + "\"}}";
  }

  private static byte[] sign(String list, TestIdentity signer) {
    Credential credential =
        new CredentialReader(Passphrases.NONE, Messages.SILENT)
            .read(signer.keyFile(), signer.certificateFile());
    return ListSigner.sign(list, credential, List.of(), Instant.now());
  }
}
