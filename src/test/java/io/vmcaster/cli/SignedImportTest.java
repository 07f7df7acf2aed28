package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Importing what the real openssl signs. */
class SignedImportTest {

  private static final String DN = "/DC=org/DC=example/CN=Jane Doe";
  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";

  @TempDir static Path world;
  private static TestPki pki;
  private static TestCa ca;
  private static TestIdentity jane;

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeAll
  static void createSigner() {
    pki = TestPki.in(world);
    ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    jane = ca.user(DN).issue();
  }

  @BeforeEach
  void begin() {
    vmcaster = VmcasterRun.in(directory);
  }

  private static byte[] list(String endorser) {
    return ("{\"hv:imagelist\": {\"dc:identifier\": \""
            + LIST
            + "\", \"hv:version\": \"1\",\n\"hv:images\": [],\n\"hv:endorser\": "
            + "{\"hv:x509\": {\"hv:dn\": \""
            + endorser
            + "\"}}}}\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sign(byte[] list, String command, String... more) {
    return sign(list, jane, command, more);
  }

  private static byte[] sign(byte[] list, TestIdentity signer, String command, String... more) {
    List<Object> arguments = new ArrayList<>(List.of(command, "-sign"));
    arguments.addAll(List.of("-signer", signer.certificateFile(), "-inkey", signer.keyFile()));
    arguments.addAll(Arrays.asList(more));
    return OpenSsl.runOn(list, arguments.toArray()).output();
  }

  private VmcasterRun.Ran load(byte[] message, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--imagelist-import-smime", "-"));
    arguments.addAll(Arrays.asList(more));
    return vmcaster.runWith(message, arguments.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smime",
        "cms",
        "smime -nodetach",
        "cms -nodetach",
        "smime -md sha1",
        "smime -md sha512",
        "smime -text",
      })
  void importsWhatOpensslSigns(String form) {
    String[] words = form.split(" ");
    byte[] message = sign(list(DN), words[0], Arrays.copyOfRange(words, 1, words.length));

    VmcasterRun.Ran ran = load(message).succeeded();

    assertThat(ran.out()).isEqualTo(LIST + "\n");
    assertThat(ran.err()).contains("signed by " + DN).doesNotContain("no endorser");
    assertThat(vmcaster.run("--imagelist-list").out()).isEqualTo(LIST + "\n");
  }

  @Test
  void refusesWhatWasChanged() {
    String message = new String(sign(list(DN), "smime"), StandardCharsets.ISO_8859_1);
    byte[] changed = message.replace("\"1\"", "\"2\"").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(load(changed).ended(8).err()).contains("its signature does not fit its content");
    assertThat(load(list(DN)).ended(8).out()).isEmpty();
    assertThat(load(new byte[0]).ended(8).out()).isEmpty();
    assertThat(vmcaster.run("--imagelist-list").out()).isEmpty();
  }

  @Test
  void refusesEveryTruncation() {
    byte[] message = sign(list(DN), "smime");
    for (int length = 0; length < message.length - 45; length += 50) {
      VmcasterRun.Ran ran = load(Arrays.copyOf(message, length)).ended(8);
      assertThat(ran.out()).isEmpty();
    }
    assertThat(vmcaster.run("--imagelist-list").out()).isEmpty();
  }

  @Test
  void saysWhenTheSignerIsNoEndorser() {
    assertThat(load(sign(list("/CN=somebody else"), "smime")).succeeded().err())
        .contains("the signer " + DN + " is no endorser of the list");
  }

  @Test
  void saysWhenACertificateIsSignedOverSha1() {
    byte[] message = sign(list(DN), ca.user(DN).digest("sha1").issue(), "smime");

    assertThat(load(message, "--ca-dir", pki.caDirectory().toString()).succeeded().err())
        .contains("warning: ", DN + " is signed over a SHA-1 digest, which can be forged");
  }

  @Test
  void asksTheTrustAnchors() {
    byte[] message = sign(list(DN), "smime");

    assertThat(load(message, "--ca-dir", pki.caDirectory().toString()).succeeded().err())
        .contains("signed by " + DN + ", whom the trust anchors know");
    load(message, "--trusted", "--ca-dir", pki.caDirectory().toString()).succeeded();
    assertThat(load(message, "--ca-dir", directory.toString()).succeeded().err())
        .contains("warning: signed by " + DN + ", who is not trusted");
    assertThat(load(message, "--trusted", "--ca-dir", directory.toString()).ended(8).err())
        .contains("who is not trusted");
  }

  @Test
  void createsTheEndorserOfTheCertificate() {
    vmcaster.with("DISH_CERT", jane.certificateFile().toString());

    vmcaster.run("--endorser-add").succeeded();

    assertThat(vmcaster.run("--endorser", DN, "--endorser-keys").succeeded().out())
        .isEqualTo("dc:creator\tJane Doe\nhv:ca\t/DC=org/DC=example/CN=Test CA\n");
    assertThat(vmcaster.run("--endorser-add").succeeded().err()).contains("is there already");
    vmcaster.with("DISH_CERT", "missing.pem");
    assertThat(vmcaster.run("--endorser-add").status()).isIn(4, 7);
  }

  @Test
  void takesTheAddressFromTheCertificate() {
    TestIdentity mailed =
        pki.ca("/DC=org/DC=example/CN=Mail CA")
            .user("/DC=org/DC=example/CN=host\\/b/CN=Max M")
            .subjectAlternativeName("DNS:x.example.org,email:max@example.org")
            .issue();
    vmcaster.run("--endorser-add", "--x509-cert", mailed.certificateFile().toString()).succeeded();

    assertThat(vmcaster.run("--endorser", mailed.subject(), "--endorser-keys").succeeded().out())
        .contains("dc:creator\tMax M\n", "hv:email\tmax@example.org\n");
  }
}
