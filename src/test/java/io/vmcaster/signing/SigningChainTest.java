package io.vmcaster.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.WarningsTo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under an intermediate that sites do not have: what stands in the file goes into the message. */
class SigningChainTest {

  @TempDir static Path temporary;

  private static TestCa root;
  private static TestCa upper;
  private static TestCa lower;
  private static TestIdentity jane;
  private static TestIdentity stranger;
  private final List<String> warnings = new ArrayList<>();

  @BeforeAll
  static void makeIdentities() {
    root = TestPki.in(temporary.resolve("pki")).ca("/DC=org/DC=example/CN=Root");
    upper = root.intermediate("/DC=org/DC=example/CN=Upper");
    lower = upper.intermediate("/DC=org/DC=example/CN=Lower");
    jane = lower.user("/DC=org/DC=example/CN=Jane").issue();
    stranger = root.user("/DC=org/DC=example/CN=Stranger").issue();
  }

  @Test
  void theRootAloneIsEnoughToVerify() throws Exception {
    Credential inFile = read(file(upper, root, stranger, jane, lower), Optional.empty());
    assertThat(warnings).singleElement().asString().contains("CN=Stranger", "left out");
    Credential beside = read(file(jane), Optional.of(file(lower, upper)));
    for (Credential credential : List.of(inFile, beside)) {
      byte[] message = sign(credential);
      OpenSsl.runOn(
          message, "smime", "-verify", "-purpose", "smimesign", "-CAfile", certificate(root));
      SignedList signed = SignedList.read(message, "the list");
      assertThat(signed.signer()).isEqualTo(jane.certificate());
      assertThat(signed.certificates())
          .containsExactlyInAnyOrder(
              jane.certificate(), upper.identity().certificate(), lower.identity().certificate());
      assertThat(CertificateChain.of(signed.signer(), signed.certificates()).root())
          .isEqualTo("/DC=org/DC=example/CN=Root");
    }
  }

  @Test
  void withoutThemSitesNeedMore() throws Exception {
    byte[] message = sign(read(file(jane), Optional.empty()));
    assertThat(OpenSsl.attempt(message, "smime", "-verify", "-CAfile", certificate(root)).errors())
        .contains("unable to get local issuer certificate");
    SignedList signed = SignedList.read(message, "the list");
    assertThat(CertificateChain.of(signed.signer(), signed.certificates()).requirement())
        .isEqualTo("sites must have the root /DC=org/DC=example/CN=Lower");
  }

  @Test
  void aChainThatCannotBeReadIsNamed() throws Exception {
    Path text = Files.writeString(temporary.resolve("text.pem"), "nothing\n");
    Path request = temporary.resolve("request.pem");
    OpenSsl.run("req", "-new", "-key", jane.keyFile(), "-subj", "/CN=Jane", "-out", request);
    Map<Path, String> cases =
        Map.of(
            temporary.resolve("none.pem"),
            "there is no certificate chain at ",
            temporary,
            "cannot be read: it is a directory",
            text,
            "there is no certificate chain in ",
            request,
            "it holds a request for a certificate");
    cases.forEach(
        (chain, words) ->
            assertThatThrownBy(() -> read(jane.certificateFile(), Optional.of(chain)))
                .isInstanceOfSatisfying(
                    TrustFailure.class,
                    failure ->
                        assertThat(failure.getMessage() + " " + failure.advice().orElse(""))
                            .contains(words, chain.toString())
                            .doesNotContain("--x509-cert")));
  }

  private static byte[] sign(Credential credential) {
    return ListSigner.sign("{\"a\": 1}", credential, credential.authorities(), Instant.now());
  }

  private Credential read(Path certificates, Optional<Path> chain) {
    Messages messages = new WarningsTo(warnings);
    return new CredentialReader(Passphrases.NONE, messages)
        .readForSigning(jane.keyFile(), certificates, chain);
  }

  private static Path file(Object... holders) throws Exception {
    StringBuilder text = new StringBuilder();
    for (Object each : holders) {
      text.append(Files.readString(certificate(each)));
    }
    return Files.writeString(Files.createTempFile(temporary, "chain", ".pem"), text.toString());
  }

  private static Path certificate(Object holder) {
    return holder instanceof TestCa ca
        ? ca.identity().certificateFile()
        : ((TestIdentity) holder).certificateFile();
  }
}
