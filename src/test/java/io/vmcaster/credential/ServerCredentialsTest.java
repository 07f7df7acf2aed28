package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.Credential.CredentialPlace;
import io.vmcaster.credential.ServerCredentials.ServerCredential;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signs and what servers are shown are two things, and the first that is there is shown. */
class ServerCredentialsTest {

  @TempDir static Path world;

  private static TestIdentity signer;
  private static TestIdentity client;
  private static Path proxy;

  @TempDir Path home;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> section = new HashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private String temporary;

  @BeforeAll
  static void makeIdentities() {
    TestCa ca = TestPki.in(world).ca("/DC=org/DC=example/CN=CA");
    signer = ca.user("/DC=org/DC=example/CN=Signer").issue();
    client = ca.user("/DC=org/DC=example/CN=Client").extendedKeyUsage("clientAuth").issue();
    proxy = client.proxy().issue().proxyFile();
  }

  @BeforeEach
  void ownTemporaryDirectory() {
    temporary = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", home.toString());
    variables.put("HOME", home.toString());
  }

  @AfterEach
  void restore() {
    System.setProperty("java.io.tmpdir", temporary);
  }

  @Test
  void theFirstThatIsThereIsShown() throws Exception {
    assertThat(shown(signer)).isEqualTo("the signing certificate");
    variables.put("X509_USER_CERT", client.certificateFile().toString());
    variables.put("X509_USER_KEY", client.keyFile().toString());
    assertThat(shown(client)).isEqualTo("X509_USER_CERT and X509_USER_KEY");
    Files.copy(proxy, home.resolve("x509up_u" + Environment.processUser()));
    assertThat(place().isProxy()).isTrue();
    assertThat(place().source()).isEqualTo("default");
    variables.put("X509_USER_PROXY", proxy.toString());
    assertThat(place()).isEqualTo(new CredentialPlace(proxy, proxy, "X509_USER_PROXY"));
    section.put("certificate", client.certificateFile().toString());
    section.put("key", client.keyFile().toString());
    assertThat(shown(client)).isEqualTo("[store]");
    section.put("proxy", proxy.toString());
    assertThat(place()).isEqualTo(new CredentialPlace(proxy, proxy, "[store]"));
  }

  @Test
  void oneFileMayHaveBoth() {
    variables.put("X509_USER_CERT", client.pkcs12("secret").toString());
    assertThat(shown(client)).isEqualTo("X509_USER_CERT and X509_USER_KEY");
  }

  @Test
  void whatIsNamedMustBeThere() {
    section.put("certificate", client.certificateFile().toString());
    section.put("key", "absent.pem");
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> credentials().find("store", this::setting))
        .withMessageContaining("where [store] says")
        .withMessageContaining("absent.pem");
  }

  @Test
  void withNothingAnywhereNothingIsShown() {
    ServerCredentials none =
        new ServerCredentials(
            new Environment(variables, home),
            Optional.empty(),
            Optional.empty(),
            new CredentialReader(this::answer, Messages.SILENT));
    assertThat(none.find("store", this::setting)).isEmpty();
  }

  @Test
  void whoSignsAndShowsTheSameIsAskedOnce() {
    Path key = signer.encryptedKey(TestIdentity.Cipher.AES256, "secret");
    CredentialReader reader = new CredentialReader(this::answer, Messages.SILENT);
    ServerCredentials same =
        new ServerCredentials(
            new Environment(variables, home),
            Optional.of(key),
            Optional.of(signer.certificateFile()),
            reader);
    same.find("store", this::setting);
    reader.readForSigning(key, signer.certificateFile(), Optional.empty());
    assertThat(asked).hasValue(1);
  }

  private String shown(TestIdentity expected) {
    ServerCredential found = credentials().find("store", this::setting).orElseThrow();
    assertThat(found.credential().certificate()).isEqualTo(expected.certificate());
    return found.place().source();
  }

  private CredentialPlace place() {
    return credentials().locate("store", this::setting);
  }

  private Optional<String> setting(String key) {
    return Optional.ofNullable(section.get(key));
  }

  private ServerCredentials credentials() {
    return new ServerCredentials(
        new Environment(variables, home),
        Optional.of(signer.keyFile()),
        Optional.of(signer.certificateFile()),
        new CredentialReader(this::answer, Messages.SILENT));
  }

  private Optional<char[]> answer(String what) {
    asked.incrementAndGet();
    return Optional.of("secret".toCharArray());
  }
}
