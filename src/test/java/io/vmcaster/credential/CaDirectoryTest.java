package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Check;
import io.vmcaster.context.Check.Outcome;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaDirectoryTest {

  @TempDir Path temporary;
  private TestPki pki;
  private TestCa ca;

  @BeforeEach
  void makeAuthority() {
    pki = TestPki.in(temporary);
    ca = pki.ca("/DC=org/DC=example/CN=Test CA");
  }

  @Test
  void trustsWhatOpensslTrusts() {
    assertAgreed(user(), true);
    assertAgreed(user().key(KeyKind.EC), true);
    assertAgreed(user().extendedKeyUsage(null), true);
    assertAgreed(user().extendedKeyUsage(null).keyUsage(null), true);
    assertAgreed(user().keyUsage("nonRepudiation"), true);
    assertAgreed(user().keyUsage(null).extendedKeyUsage("critical,emailProtection"), true);
    assertAgreed(user().extendedKeyUsage(null).extension("nsCertType=client"), true);
    assertAgreed(user().extendedKeyUsage(null).extension("nsCertType=client,email"), true);
  }

  @Test
  void refusesWhatOpensslRefuses() {
    assertAgreed(user().extendedKeyUsage("clientAuth"), false);
    assertAgreed(user().extendedKeyUsage("serverAuth,clientAuth"), false);
    assertAgreed(user().extendedKeyUsage("anyExtendedKeyUsage"), false);
    assertAgreed(user().keyUsage("keyEncipherment"), false);
    assertAgreed(user().extendedKeyUsage(null).extension("nsCertType=server"), false);
    assertAgreed(user().validUntil(Instant.now().minusSeconds(60)), false);
    assertAgreed(user().validFrom(Instant.now().plus(Duration.ofDays(1))), false);
    assertAgreed(user().extension("1.2.3.4=critical,ASN1:NULL"), false);
  }

  @Test
  void judgesChainsAsOpensslDoes() {
    TestCa below = ca.intermediate("/DC=org/DC=example/CN=Below");
    TestIdentity jane = below.user("/DC=org/DC=example/CN=Jane").issue();
    assertThat(agreed(jane)).isTrue();
    below.file(".0").toFile().delete();
    assertThat(agreed(jane)).isFalse();
    assertThat(agreed(jane, below.identity())).isTrue();
    TestIdentity user = user().issue();
    assertThat(agreed(user.below("/CN=x").keyUsage(null).issue(), user)).isFalse();
    TestIdentity clientsOnly =
        ca.order("/DC=org/DC=example/CN=Clients")
            .extension("basicConstraints=critical,CA:TRUE")
            .extendedKeyUsage("clientAuth")
            .issue();
    assertThat(agreed(clientsOnly.below("/CN=x").issue(), clientsOnly)).isFalse();
    TestIdentity narrow =
        ca.order("/DC=org/DC=example/CN=Narrow")
            .extension("basicConstraints=critical,CA:TRUE")
            .extension("nameConstraints=critical,permitted;dirName:where")
            .extension("[where]\nO=Elsewhere")
            .issue();
    assertThat(agreed(narrow.below("/CN=x").issue(), narrow)).isFalse();
  }

  @Test
  void refusesAuthoritiesThatAreNotInTheDirectory() {
    TestCa stranger = TestPki.in(temporary.resolve("other")).ca("/DC=org/DC=example/CN=Stranger");
    TestIdentity jane = stranger.user("/DC=org/DC=example/CN=Jane").issue();
    assertThat(agreed(jane)).isFalse();
    assertThat(agreed(jane, stranger.identity())).isFalse();
    TestCa impostor = TestPki.in(temporary.resolve("third")).ca("/DC=org/DC=example/CN=Test CA");
    assertThat(agreed(impostor.user("/DC=org/DC=example/CN=Jane").issue())).isFalse();
    assertThat(outcome(verify(jane), "chain")).isEqualTo(Outcome.FAULT);
    assertThat(verify(jane).faults()).first().asString().contains("CN=Stranger");
  }

  @Test
  void trustsASelfSignedSignerThatIsItselfAnAnchor() throws Exception {
    TestIdentity self = ca.order("/DC=org/DC=example/CN=Self").issue();
    TestIdentity authority = ca.identity();
    assertThat(verify(authority.certificate()).checks())
        .filteredOn(check -> check.name().equals("chain"))
        .extracting(Check::outcome)
        .containsExactly(Outcome.OK);
    assertThat(verify(self).trusted()).isTrue();
  }

  @Test
  void refusesProxies() {
    TestIdentity jane = user().issue();
    for (TestOrder order : List.of(jane.proxy(), jane.legacyProxy())) {
      assertThat(agreed(order.issue(), jane)).isFalse();
    }
  }

  @Test
  void knowsServersFromClients() {
    X509Certificate host = ca.host("localhost").issue().certificate();
    assertThat(directory().verify(List.of(host), Instant.now(), Purpose.SERVER).trusted()).isTrue();
    X509Certificate user = user().issue().certificate();
    assertThat(directory().verify(List.of(user), Instant.now(), Purpose.SERVER).trusted())
        .isFalse();
    assertThat(directory().verify(List.of(user), Instant.now(), Purpose.CLIENT).trusted()).isTrue();
  }

  @Test
  void warnsWhenThereIsNoCrlAndRefusesTheRevoked() throws Exception {
    TestIdentity jane = user().issue();
    TestIdentity john = ca.user("/DC=org/DC=example/CN=John").issue();
    assertThat(outcome(verify(jane), "crl")).isEqualTo(Outcome.WARNING);
    ca.revoke(john);
    ca.publishCrl(Instant.now().plus(Duration.ofDays(7)));
    assertThat(outcome(verify(jane), "crl")).isEqualTo(Outcome.OK);
    assertThat(verify(john).faults()).containsExactly("/DC=org/DC=example/CN=John is revoked.");
    ca.publishCrl(Instant.now().minus(Duration.ofDays(1)));
    assertThat(verify(jane).faults()).singleElement().asString().contains("out of date");
    Files.writeString(ca.file(".r0"), "-----BEGIN X509 CRL-----\nrubbish");
    assertThat(verify(jane).faults()).singleElement().asString().contains("damaged");
  }

  @Test
  void refusesACrlThatSomebodyElseSigned() throws Exception {
    TestIdentity jane = user().issue();
    TestCa impostor = TestPki.in(temporary.resolve("third")).ca("/DC=org/DC=example/CN=Test CA");
    impostor.publishCrl(Instant.now().plus(Duration.ofDays(7)));
    Files.copy(impostor.file(".r0"), ca.file(".r0"));
    assertThat(verify(jane).faults()).singleElement().asString().contains("not its own");
  }

  @Test
  void honoursTheSigningPolicy() throws Exception {
    TestIdentity jane = user().issue();
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.OK);
    ca.signingPolicy("/DC=org/DC=elsewhere/*");
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.FAULT);
    Files.delete(ca.file(".signing_policy"));
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.WARNING);
    assertThat(verify(jane).trusted()).isTrue();
    String namespaces = "TO Issuer SELF \\\n  PERMIT Subject \"/DC=org/DC=example/.*\"\n";
    Files.writeString(ca.file(".namespaces"), namespaces);
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.OK);
    Files.writeString(ca.file(".namespaces"), namespaces.replace("example", "other"));
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.FAULT);
  }

  @Test
  void whatNamespacesDenyIsDeniedBesideASigningPolicy() throws Exception {
    TestIdentity jane = user().issue();
    String namespaces = "TO Issuer SELF DENY Subject \"/DC=org/DC=example/CN=J.*\"\n";
    Files.writeString(ca.file(".namespaces"), namespaces);
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.FAULT);
    Files.writeString(ca.file(".namespaces"), namespaces.replace("CN=J", "CN=K"));
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.OK);
  }

  @Test
  void findsAuthoritiesWithoutHashedNames() throws Exception {
    TestIdentity jane = user().issue();
    Files.move(ca.file(".0"), pki.caDirectory().resolve("Test-CA.pem"));
    Files.move(ca.file(".signing_policy"), pki.caDirectory().resolve("Test-CA.signing_policy"));
    assertThat(verify(jane).trusted()).isTrue();
    assertThat(outcome(verify(jane), "signing policy")).isEqualTo(Outcome.OK);
  }

  @Test
  void findsWhatStandsBesideAnAuthorityBehindALink() throws Exception {
    TestIdentity jane = user().issue();
    ca.signingPolicy("/DC=org/DC=elsewhere/*");
    ca.revoke(jane);
    ca.publishCrl(Instant.now().plus(Duration.ofDays(7)));
    for (String ending : List.of(".signing_policy", ".r0")) {
      Files.move(ca.file(ending), pki.caDirectory().resolve("Test-CA" + ending));
    }
    Files.move(ca.file(".0"), pki.caDirectory().resolve("Test-CA.pem"));
    assertThat(verify(jane).faults()).hasSize(2);
    OpenSsl.run("rehash", pki.caDirectory());
    assertThat(opensslTrusts(jane, List.of())).isTrue();
    assertThat(verify(jane).faults()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | ''",
        "mv HASH.0 HASH.1 | they look for DIR/HASH.0. Rename",
        "mv HASH.0 HASH.9 | they look for DIR/HASH.0. Rename",
        "mv HASH.0 x.pem | they look for DIR/HASH.0. Rename",
        "mv HASH.0 x.pem; echo rubbish > HASH.0 | they stop at DIR/HASH.0, which",
        "mv HASH.0 $(openssl x509 -in HASH.0 -noout -subject_hash_old).0 | they look for"
            + " DIR/HASH.0.",
        "mv HASH.0 x.pem; openssl rehash . | ''",
        "mv HASH.0 x.pem; ln -s x.pem HASH.0 | ''",
        "echo rubbish > x; mv HASH.0 HASH.1; mv x HASH.0 | HASH.1: they stop at DIR/HASH.0",
        "openssl x509 -in HASH.0 -outform DER > x; mv x HASH.0 | HASH.0: they stop at DIR/HASH.0"
      })
  void saysWhatOpensslDoesNotFind(String change, String told) throws Exception {
    TestIdentity jane = user().issue();
    String hash = ca.file("").getFileName().toString();
    String[] command = {"sh", "-ec", change.replace("HASH", hash)};
    assertThat(Shell.run(pki.caDirectory(), command).status()).isZero();
    List<String> warnings =
        verify(jane).checks().stream()
            .filter(check -> check.name().equals("trust anchors"))
            .map(Check::sentence)
            .toList();
    assertThat(opensslTrusts(jane, List.of())).isEqualTo(told.isEmpty());
    assertThat(verify(jane).trusted()).isTrue();
    if (told.isEmpty()) {
      assertThat(warnings).isEmpty();
    } else {
      String words = told.replace("HASH", hash).replace("DIR", pki.caDirectory().toString());
      assertThat(warnings).singleElement().asString().contains(words);
    }
  }

  @Test
  void findsTheRightOneAmongAuthoritiesOfOneName() throws Exception {
    TestCa impostor = TestPki.in(temporary.resolve("third")).ca("/DC=org/DC=example/CN=Test CA");
    Files.move(ca.file(".0"), ca.file(".1"));
    Files.copy(impostor.file(".0"), ca.file(".0"));
    assertThat(agreed(user().issue())).isTrue();
  }

  @Test
  void livesWithRubbishInTheDirectory() throws Exception {
    Files.writeString(pki.caDirectory().resolve("rubbish.pem"), "rubbish");
    Files.writeString(ca.file(".1"), "rubbish");
    assertThat(verify(user().issue()).trusted()).isTrue();
  }

  @Test
  void hashesNamesAsOpensslDoes() throws Exception {
    String weird =
        "/C=DE/O=  Two   Blanks /emailAddress=A@B.example/CN=J\u00fcrgen \u00c4/UID=a+CN=b";
    pki.ca(weird);
    pki.ca("/O=" + "x".repeat(60) + "/OU=" + "Y".repeat(64) + "/OU=" + "Z".repeat(64));
    List<String> hashes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(pki.caDirectory(), "*.0")) {
      for (Path file : files) {
        X509Certificate certificate =
            new CredentialReader(Passphrases.NONE, Messages.SILENT).certificate(file);
        String hash = AnchorStore.hash(OneLineName.subjectName(certificate));
        assertThat(file.getFileName()).hasToString(hash + ".0");
        hashes.add(hash);
      }
    }
    assertThat(hashes).hasSize(3);
  }

  @Test
  void saysThatADirectoryIsMissing() {
    assertThatExceptionOfType(NotFoundFailure.class)
        .isThrownBy(() -> CaDirectory.open(temporary.resolve("nothing")));
  }

  private TestOrder user() {
    return ca.user("/DC=org/DC=example/CN=Jane");
  }

  private CaDirectory directory() {
    return CaDirectory.open(pki.caDirectory());
  }

  private TrustVerdict verify(TestIdentity identity) {
    return verify(identity.certificate());
  }

  private TrustVerdict verify(X509Certificate certificate) {
    return directory().verify(List.of(certificate), Instant.now(), Purpose.SIGN_EMAIL);
  }

  private static Outcome outcome(TrustVerdict verdict, String name) {
    return verdict.checks().stream()
        .filter(check -> check.name().equals(name))
        .map(Check::outcome)
        .max(Outcome::compareTo)
        .orElseThrow();
  }

  private void assertAgreed(TestOrder order, boolean trusted) {
    TestIdentity identity = order.issue();
    assertThat(agreed(identity)).as(identity.certificate().toString()).isEqualTo(trusted);
  }

  /** What we say of a signer, which must be what {@code openssl smime -verify} says. */
  private boolean agreed(TestIdentity signer, TestIdentity... alongside) {
    List<X509Certificate> chain = new ArrayList<>(List.of(signer.certificate()));
    Path extra = temporary.resolve("extra.pem");
    try {
      Files.writeString(extra, "");
      for (TestIdentity each : alongside) {
        chain.add(each.certificate());
        Files.writeString(
            extra, Files.readString(extra) + Files.readString(each.certificateFile()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TrustVerdict verdict = directory().verify(chain, Instant.now(), Purpose.SIGN_EMAIL);
    assertThat(verdict.trusted())
        .as(verdict.toString())
        .isEqualTo(
            opensslTrusts(signer, alongside.length == 0 ? List.of() : List.of("-certfile", extra)));
    return verdict.trusted();
  }

  private boolean opensslTrusts(TestIdentity signer, List<Object> extra) {
    List<Object> command = new ArrayList<>(List.of("smime", "-sign"));
    command.addAll(List.of("-signer", signer.certificateFile(), "-inkey", signer.keyFile()));
    command.addAll(extra);
    byte[] message =
        OpenSsl.runOn("{}".getBytes(StandardCharsets.UTF_8), command.toArray()).output();
    OpenSsl.Result result =
        OpenSsl.attempt(message, "smime", "-verify", "-CApath", pki.caDirectory());
    return result.status() == 0;
  }
}
