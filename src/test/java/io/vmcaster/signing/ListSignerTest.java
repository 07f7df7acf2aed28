package io.vmcaster.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListSignerTest {

  private static final String LIST =
      "{\n    \"hv:imagelist\": {\n        \"a\": \"\u00e9\"\n    }\n}";

  @TempDir static Path temporary;
  private static TestPki pki;
  private static TestCa ca;
  private static TestIdentity jane;

  @BeforeAll
  static void makeIdentities() {
    pki = TestPki.in(temporary.resolve("pki"));
    ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    jane = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA", "EC", "EC384"})
  void satisfiesOpenssl(KeyKind kind) throws Exception {
    TestIdentity signer = ca.user("/DC=org/CN=" + kind).key(kind).issue();
    byte[] message = ListSigner.sign(LIST, credential(signer), List.of(), Instant.now());
    String crlf = LIST.replace("\n", "\r\n");
    for (String command : new String[] {"smime", "cms"}) {
      assertThat(verify(command, message)).isEqualTo(crlf);
    }
    SignedList read = SignedList.read(message, "the list");
    assertThat(new String(read.content(), StandardCharsets.UTF_8)).isEqualTo(crlf);
    assertThat(read.certificates()).containsExactly(signer.certificate());
  }

  @Test
  void hasTheLayoutOfOpenssl() throws Exception {
    byte[] ours = ListSigner.sign(LIST, credential(jane), List.of(), Instant.now());
    byte[] theirs =
        OpenSsl.runOn(
                LIST.getBytes(StandardCharsets.UTF_8),
                "smime",
                "-sign",
                "-signer",
                jane.certificateFile(),
                "-inkey",
                jane.keyFile())
            .output();
    assertThat(layout(ours)).isEqualTo(layout(theirs)).contains("\n\nSIGNATURE\n\n");
  }

  // everything but the boundary's digits and the signature's, which is in lines of 64
  private static String layout(byte[] message) {
    return new String(message, StandardCharsets.UTF_8)
        .replaceAll("----[0-9A-F]{32}", "BOUNDARY")
        .replaceAll("\n\n([A-Za-z0-9+/]{64}\n)+([A-Za-z0-9+/=]{1,64}\n)?\n", "\n\nSIGNATURE\n\n");
  }

  @Test
  void hasTheStructureOfOpenssl() throws Exception {
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    byte[] theirs =
        OpenSsl.runOn(
                list,
                "smime",
                "-sign",
                "-nosmimecap",
                "-signer",
                jane.certificateFile(),
                "-inkey",
                jane.keyFile())
            .output();
    byte[] ours = ListSigner.sign(LIST, credential(jane), List.of(), Instant.now());
    assertThat(structure(ours)).isEqualTo(structure(theirs)).contains("messageDigest");
  }

  private static String structure(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    int start = text.indexOf("\n\n", text.indexOf("smime.p7s\"")) + 2;
    String base64 = text.substring(start, text.indexOf("\n\n", start));
    byte[] der = Base64.getMimeDecoder().decode(base64);
    return OpenSsl.runOn(der, "asn1parse", "-inform", "DER")
        .text()
        .replaceAll("(UTCTIME +:|HEX DUMP\\]:).*", "$1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": \"\\\\ufffd\"}",
        "{}\n",
        "{}\r\n\r\n",
        "{\r\n}",
        "{\r\n \"a\":\n1}\n"
      })
  void leavesOutLineEndsAtTheEnd(String list) throws Exception {
    byte[] message = ListSigner.sign(list, credential(jane), List.of(), Instant.now());
    String expected = list.replace("\r", "").stripTrailing().replace("\n", "\r\n");
    assertThat(verify("smime", message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": \"Gr\ufffd\u00dfe\"}",
        "{\"a\": \"\ud83d\"}",
        "{\"a\": \"Gr\\ufffd\"}",
        "{\"a\": \"\\\\\\ufffd\"}"
      })
  void refusesTextThatWasNotUtf8(String list) {
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> ListSigner.sign(list, credential(jane), List.of(), Instant.now()))
        .withMessageContaining("not UTF-8");
  }

  @Test
  void carriesTheChainForSubscribersThatHaveTheRootAlone() throws Exception {
    TestCa below = ca.intermediate("/DC=org/DC=example/CN=Below");
    TestIdentity john = below.user("/DC=org/DC=example/CN=John").issue();
    Files.delete(below.file(".0"));
    List<X509Certificate> chain = List.of(below.identity().certificate());
    byte[] message = ListSigner.sign("{}", credential(john), chain, Instant.now());
    assertThat(verify("smime", message)).isEqualTo("{}");
    assertThat(SignedList.read(message, "the list").chain())
        .containsExactly(john.certificate(), below.identity().certificate());
  }

  @Test
  void refusesKeysWhoseSignaturesNobodyVerifies() {
    TestIdentity pss = ca.user("/DC=org/CN=Pss").key(KeyKind.RSA_PSS).issue();
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> ListSigner.sign(LIST, credential(pss), List.of(), Instant.now()));
  }

  private static String verify(String command, byte[] message) throws Exception {
    Path file = Files.write(temporary.resolve("message"), message);
    return OpenSsl.run(command, "-verify", "-CApath", pki.caDirectory(), "-in", file);
  }

  private static Credential credential(TestIdentity identity) {
    return new CredentialReader(Passphrases.NONE, Messages.SILENT)
        .read(identity.keyFile(), identity.certificateFile());
  }
}
