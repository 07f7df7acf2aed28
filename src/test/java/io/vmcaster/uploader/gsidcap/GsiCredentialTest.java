package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.log.RunLog;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user shows to doors is found, and looked at before any door is spoken to. */
class GsiCredentialTest {
  private static final GsiWorld WORLD = GsiWorld.get();

  @TempDir Path directory;
  private final AtomicInteger callers = new AtomicInteger();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private TestDoor door;
  private String temporary;

  @BeforeEach
  void open() throws IOException {
    temporary = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", directory.toString());
    GsiDoor lines = WORLD.lines();
    door =
        new TestDoor(
            directory,
            0,
            (socket, opened) -> {
              callers.incrementAndGet();
              return lines.on(socket, opened);
            });
  }

  @AfterEach
  void close() throws IOException {
    System.setProperty("java.io.tmpdir", temporary);
    door.close();
  }

  @Test
  void anExpiredProxyIsRefusedBeforeAnythingIsSaid() {
    Path proxy =
        WORLD
            .user
            .proxy()
            .validFrom(Instant.now().minus(Duration.ofHours(30)))
            .validUntil(Instant.now().minus(Duration.ofMinutes(125)))
            .issue()
            .proxyFile();

    refused(proxy, "the proxy " + proxy + " has expired 2 h 5 min ago");
  }

  @Test
  void aProxyOfTomorrowIsRefused() {
    Path proxy =
        WORLD
            .user
            .proxy()
            .validFrom(Instant.now().plus(Duration.ofDays(3)))
            .validUntil(Instant.now().plus(Duration.ofDays(4)))
            .issue()
            .proxyFile();

    refused(proxy, "is not valid yet");
  }

  @Test
  void aProxyThatOthersCanReadIsRefused() throws IOException {
    Path proxy = Files.copy(WORLD.proxy, directory.resolve("open"));
    Files.setPosixFilePermissions(proxy, PosixFilePermissions.fromString("rw-r--r--"));

    refused(proxy, "the proxy " + proxy + " cannot be used: others may read or write it");
  }

  @Test
  void aNamedProxyMustBeThere() {
    refused(directory.resolve("absent"), "there is no readable proxy at " + directory);
  }

  private void refused(Path proxy, String why) {
    assertThatThrownBy(() -> GsiWorld.connect(WORLD.protocol(proxy), door, TestSections.PATIENT))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining(why);
    assertThat(callers).hasValue(0);
  }

  @Test
  void theTimeThatIsLeftIsSaid() {
    works(WORLD.environment(WORLD.proxy), GsiCredentials.USUAL);

    assertThat(messages)
        .anyMatch(text -> text.matches("detail: the proxy .* is valid for another 1[12] h .*min"));
  }

  @Test
  void aProxyHasAUsualPlace() throws IOException {
    Files.copy(WORLD.proxy, directory.resolve("x509up_u" + Environment.processUser()));
    GsiCredentials credentials =
        new GsiCredentials(
            Optional.empty(), Optional.empty(), Optional.of(WORLD.pki.caDirectory()));

    works(withoutProxy(directory), credentials);

    assertThat(messages).anyMatch(text -> text.contains("x509up_u"));
  }

  @Test
  void littleTimeIsAWarning() {
    Path proxy =
        WORLD
            .user
            .proxy()
            .validUntil(Instant.now().plus(Duration.ofMinutes(20)))
            .issue()
            .proxyFile();

    works(WORLD.environment(proxy), GsiCredentials.USUAL);

    assertThat(messages).anyMatch(text -> text.matches("warn: .*another (19|20) min: .*"));
  }

  /** A right door, whose certificate somebody else could have made. */
  @Test
  void aForgeableCertificateOfADoorIsAWarning() throws IOException {
    TestIdentity host = WORLD.ca.host("localhost").digest("sha1").issue();
    door.close();
    door = new TestDoor(directory, 0, WORLD.lines(GsiWorld.key(host)));

    works(WORLD.environment(WORLD.proxy), GsiCredentials.USUAL);

    assertThat(messages)
        .filteredOn(text -> text.matches("warn: the door localhost: .*SHA-1 digest.*forged\\."))
        .hasSize(1);
  }

  @Test
  void withoutAProxyKeyAndCertificateAreShown() {
    GsiCredentials credentials =
        new GsiCredentials(
            Optional.of(WORLD.user.keyFile()),
            Optional.of(WORLD.user.certificateFile()),
            Optional.of(WORLD.pki.caDirectory()));

    works(withoutProxy(directory), credentials);
  }

  @Test
  void keyAndCertificateHaveAUsualPlace() throws IOException {
    Path globus = Files.createDirectories(directory.resolve("home/.globus"));
    Files.copy(WORLD.user.keyFile(), globus.resolve("userkey.pem"));
    Files.setPosixFilePermissions(
        globus.resolve("userkey.pem"), PosixFilePermissions.fromString("r--------"));
    Files.copy(WORLD.user.certificateFile(), globus.resolve("usercert.pem"));

    works(
        withoutProxy(directory.resolve("home")),
        new GsiCredentials(
            Optional.empty(), Optional.empty(), Optional.of(WORLD.pki.caDirectory())));
  }

  @Test
  void thePassphraseIsAskedForOnce() {
    Path key = WORLD.user.encryptedKey(TestIdentity.Cipher.AES256, "secret");
    AtomicInteger asked = new AtomicInteger();
    Environment environment = withoutProxy(directory);
    CredentialReader reader =
        new CredentialReader(
            what -> {
              asked.incrementAndGet();
              return Optional.of("secret".toCharArray());
            },
            Messages.SILENT);
    DcapProtocol protocol =
        new DcapProtocol(
            environment,
            new ServerCredentials(
                environment, Optional.of(key), Optional.of(WORLD.user.certificateFile()), reader),
            Optional.of(WORLD.pki.caDirectory()),
            Messages.SILENT);

    for (int i = 0; i < 2; i++) {
      GsiWorld.connect(protocol, door, TestSections.PATIENT).close();
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void withNothingToShowNothingIsSaid() {
    DcapProtocol protocol =
        GsiWorld.protocol(withoutProxy(directory), GsiCredentials.USUAL, Messages.SILENT);

    assertThatThrownBy(() -> GsiWorld.connect(protocol, door, TestSections.PATIENT))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("there is nothing to show to a gsidcap door");
    assertThat(callers).hasValue(0);
  }

  @Test
  void keysOnEllipticCurvesAreShownToo() {
    TestIdentity user = WORLD.ca.user("/DC=org/DC=example/CN=Eve").key(KeyKind.EC).issue();

    works(WORLD.environment(user.proxy().issue().proxyFile()), GsiCredentials.USUAL);
  }

  private static Environment withoutProxy(Path home) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(name -> name.startsWith("X509_"));
    variables.put("HOME", home.toString());
    return new Environment(variables, home);
  }

  private void works(Environment environment, GsiCredentials credentials) {
    DcapProtocol protocol = GsiWorld.protocol(environment, credentials, new Recorder());
    RunLog.begin((level, logger, text) -> messages.add("detail: " + text), Optional.empty());
    try (Uploader uploader = GsiWorld.connect(protocol, door, TestSections.PATIENT)) {
      TestFiles.send(uploader, "/file", new byte[100]);
    } finally {
      RunLog.end();
    }
    assertThat(directory.resolve("file")).hasSize(100);
  }

  private final class Recorder implements Messages {
    @Override
    public void warn(String text) {
      messages.add("warn: " + text);
    }

    @Override
    public void info(String text) {
      messages.add("info: " + text);
    }
  }
}
