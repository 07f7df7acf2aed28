package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.credential.ServerCredentials.ServerCredential;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is said to a door that does not prove who it is, and never in plain text. */
class GsiTrustTest {
  private static final GsiWorld WORLD = GsiWorld.get();

  @TempDir Path directory;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private TestDoor door;

  @BeforeEach
  void open() throws IOException {
    TestCa stranger = TestPki.in(directory.resolve("pki")).ca("/DC=org/DC=example/CN=Stranger");
    GsiDoor lines =
        WORLD
            .lines()
            .wrong(
                DoorFault.WRONG_CERTIFICATE,
                GsiWorld.key(WORLD.ca.host("elsewhere.example.org").issue()))
            .wrong(DoorFault.UNTRUSTED_CA, GsiWorld.key(stranger.host("localhost").issue()));
    open(lines);
  }

  private void open(GsiDoor lines) throws IOException {
    door = new TestDoor(directory, 0, lines);
    door.log(
        line -> {
          if (line.startsWith(">")) {
            heard.add(line);
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  @Test
  void aCertificateForAnotherHostIsRefused() {
    distrusted(DoorFault.WRONG_CERTIFICATE, "is for elsewhere.example.org and not for localhost");
  }

  @Test
  void anUnknownAuthorityIsRefused() {
    distrusted(DoorFault.UNTRUSTED_CA, "is not trusted");
  }

  @Test
  void anImpostorHearsNothing() {
    distrusted(DoorFault.IMPOSTOR, "cannot prove who it is");
  }

  @Test
  void aCutHandshakeIsNoReasonToGoOnInPlainText() {
    distrusted(DoorFault.CUT_HANDSHAKE, "closed the connection");
  }

  @Test
  void aDoorThatRefusesTheProxyIsQuoted() {
    distrusted(DoorFault.EXPIRED_PROXY, "does not accept the proxy " + WORLD.proxy);
  }

  private void distrusted(DoorFault fault, String why) {
    door.faults().set(fault);

    TrustFailure failure =
        catchThrowableOfType(TrustFailure.class, () -> WORLD.connect(door, TestSections.PATIENT));

    assertThat(failure)
        .hasMessageContaining("gsidcap://localhost:" + door.port())
        .hasMessageContaining(why);
    assertThat(failure.advice()).isPresent();
    assertThat(heard).isEmpty();
  }

  @Test
  void aDoorThatDoesNotShakeHandsIsLeft() {
    door.faults().set(DoorFault.SILENT_HANDSHAKE);

    isLeft(door.port());
  }

  @Test
  void aDoorThatTalksOnWithoutShakingHandsIsLeft() throws IOException {
    try (ServerSocket talker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread talking =
          new Thread(
              () -> {
                try (Socket client = talker.accept()) {
                  while (true) {
                    client.getOutputStream().write("enc \n".getBytes(StandardCharsets.UTF_8));
                  }
                } catch (IOException e) {
                  // it has been left
                }
              });
      talking.start();
      isLeft(talker.getLocalPort());
    }
  }

  private void isLeft(int port) {
    GsiIdentity lines =
        new GsiIdentity(
            Optional.of(WORLD.pki.caDirectory()), () -> user(WORLD.proxy), Messages.SILENT);
    Door left =
        new Door(
            ServerUrl.parse("gsidcap://localhost:" + port, DcapProtocol.SCHEMES),
            lines,
            TestSections.impatience(),
            false);
    assertThatThrownBy(left::connect)
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("did not answer in time");
  }

  @Test
  void withoutAnchorsNoDoorIsTrusted() throws IOException {
    Map<String, String> variables = Map.of("X509_USER_PROXY", WORLD.proxy.toString());
    Environment environment = new Environment(variables, Path.of("").toAbsolutePath());
    DcapProtocol protocol = GsiWorld.protocol(environment, GsiCredentials.USUAL, Messages.SILENT);

    try (TestDoor any = WORLD.door(directory)) {
      assertThatThrownBy(() -> GsiWorld.connect(protocol, any, TestSections.PATIENT))
          .isInstanceOf(TrustFailure.class)
          .hasMessageContaining("there are no trust anchors");
    }
  }

  private ServerCredential user(Path proxy) {
    return new ServerCredentials(
            WORLD.environment(proxy),
            Optional.empty(),
            Optional.empty(),
            new CredentialReader(Passphrases.NONE, Messages.SILENT))
        .find("test", key -> Optional.empty())
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/CN=localhost", "/CN=host\\/localhost"})
  void oldFormsOfHostCertificatesAreAccepted(String name) throws IOException {
    TestIdentity host = WORLD.ca.order("/DC=org/DC=example" + name).key(KeyKind.EC).issue();
    door.close();
    open(new GsiDoor(GsiWorld.key(host), WORLD.pki.caDirectory()));

    assertWorks(WORLD.proxy);
  }

  @Test
  void aSigningPolicyIsHonoured() throws IOException {
    TestPki pki = TestPki.in(directory.resolve("other"));
    TestCa ca = pki.ca("/DC=org/DC=example/CN=Narrow CA");
    ca.signingPolicy("/DC=org/DC=elsewhere/*");

    assertRefused(ca, ca.host("localhost").issue(), "signing");
  }

  @Test
  void aRevokedCertificateIsRefused() throws IOException {
    TestPki pki = TestPki.in(directory.resolve("other"));
    TestCa ca = pki.ca("/DC=org/DC=example/CN=Careful CA");
    TestIdentity host = ca.host("localhost").issue();
    ca.revoke(host);
    ca.publishCrl(Instant.now().plus(Duration.ofDays(10)));

    assertRefused(ca, host, "revoked");
  }

  @Test
  void anExpiredCertificateIsRefused() throws IOException {
    TestIdentity host =
        WORLD.ca.host("localhost").validUntil(Instant.now().minus(Duration.ofHours(1))).issue();

    assertRefused(WORLD.ca, host, "expired");
  }

  @Test
  void aUsersCertificateIsNoDoors() throws IOException {
    TestIdentity user = WORLD.ca.user("/DC=org/DC=example/CN=localhost").key(KeyKind.EC).issue();

    assertRefused(WORLD.ca, user, "");
  }

  private void assertRefused(TestCa ca, TestIdentity host, String why) throws IOException {
    door.close();
    open(new GsiDoor(GsiWorld.key(host), WORLD.pki.caDirectory()));
    Environment environment =
        WORLD.environment(WORLD.proxy, "X509_CERT_DIR", ca.directory().toString());
    DcapProtocol protocol = GsiWorld.protocol(environment, GsiCredentials.USUAL, Messages.SILENT);

    assertThatThrownBy(() -> GsiWorld.connect(protocol, door, TestSections.PATIENT))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("is not trusted")
        .hasMessageContaining(why);
    assertThat(heard).isEmpty();
  }

  @Test
  void oldProxiesAreAccepted() {
    assertWorks(WORLD.user.legacyProxy().issue().proxyFile());
  }

  @Test
  void proxiesOfProxiesAreAccepted() {
    TestIdentity first = WORLD.user.proxy().key(KeyKind.EC).issue();
    assertWorks(first.proxy().issue().proxyFile());
  }

  private void assertWorks(Path proxy) {
    try (Uploader uploader = GsiWorld.connect(WORLD.protocol(proxy), door, TestSections.PATIENT)) {
      TestFiles.send(uploader, "/file", TestFiles.random(100));
    }
    assertThat(directory.resolve("file")).hasSize(100);
  }
}
