package io.vmcaster.uploader.webdav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import io.vmcaster.uploader.gsidcap.DoorKey;
import io.vmcaster.uploader.gsidcap.GsiCredentials;
import io.vmcaster.uploader.gsidcap.ProxyTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a door is told that we are, by TLS and tokens, and whom we believe to be the door. */
class DavIdentityTest {

  private static final String SECRET = "s3cr3t-t0k3n";

  @TempDir private static Path world;
  private static TestCa ca;
  private static TestIdentity user;
  private static TestIdentity proxy;
  private static TestIdentity host;
  private static Path anchors;

  @TempDir private Path directory;
  private final List<Uploader> open = new ArrayList<>();
  private Path files;
  private DavDoor door;

  @BeforeAll
  static void makeWorld() {
    TestPki pki = TestPki.in(world);
    ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    user = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
    proxy = user.proxy().issue();
    host = ca.host("localhost").issue();
    anchors = pki.caDirectory();
  }

  @BeforeEach
  void openDoor() throws IOException {
    files = Files.createDirectory(directory.resolve("files"));
    door = door(host);
  }

  private DavDoor door(TestIdentity shown) throws IOException {
    return new DavDoor(
        files,
        0,
        new DoorKey(shown.certificateFile(), shown.keyFile()).context(new ProxyTrust(anchors)));
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    open.forEach(Uploader::close);
  }

  private Uploader connect(Map<String, String> variables, String... settings) {
    return connect(Optional.empty(), variables, settings);
  }

  private Uploader connect(
      Optional<TestIdentity> signing, Map<String, String> variables, String... settings) {
    GsiCredentials credentials =
        new GsiCredentials(
            signing.map(TestIdentity::keyFile),
            signing.map(TestIdentity::certificateFile),
            Optional.of(anchors));
    Uploader uploader =
        DavSections.connect(
            door.url(),
            Messages.SILENT,
            DavSections.section(DavSections.PATIENT, settings),
            credentials,
            variables);
    open.add(uploader);
    return uploader;
  }

  private static void send(Uploader uploader, String path) {
    try (Upload upload = uploader.create(path, 1)) {
      upload.write(1);
      upload.commit();
    }
  }

  private Path tokenFile(String name, String token) throws IOException {
    Path file = Files.writeString(directory.resolve(name), token + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String jwt(Instant end) {
    return part("{\"alg\":\"none\"}")
        + "."
        + part("{\"exp\":" + end.getEpochSecond() + "}")
        + ".c2ln";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Test
  void theSigningCertificateIsShownWhenNothingElseIsThere() {
    send(connect(Optional.of(user), Map.of()), "/image");

    assertThat(door.asked()).allMatch(line -> line.contains("CN=Jane Doe"));
    assertThat(door.asked()).anyMatch(line -> line.startsWith("pool PUT"));
  }

  @Test
  void aProxyIsShown() {
    send(
        connect(Optional.of(user), Map.of("X509_USER_PROXY", proxy.proxyFile().toString())),
        "/image");

    assertThat(door.asked()).allMatch(line -> line.matches(".* CN=[^,]+,CN=Jane Doe.*"));
  }

  @Test
  void theSectionDecides() {
    send(
        connect(
            Map.of("BEARER_TOKEN", SECRET, "X509_USER_PROXY", "/nonexistent"),
            "certificate",
            user.certificateFile().toString(),
            "key",
            user.keyFile().toString()),
        "/image");

    assertThat(door.asked())
        .allMatch(line -> line.contains("CN=Jane Doe") && !line.contains(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BEARER_TOKEN", "BEARER_TOKEN_FILE", "XDG_RUNTIME_DIR", "file", "command"})
  void aTokenIsFoundAndGoesToTheDoorAlone(String way) throws IOException {
    Path file = tokenFile("bt_u" + uid(), SECRET);
    Uploader uploader =
        switch (way) {
          case "BEARER_TOKEN" -> connect(Map.of(way, SECRET));
          case "BEARER_TOKEN_FILE" -> connect(Map.of(way, file.toString()));
          case "XDG_RUNTIME_DIR" -> connect(Map.of(way, directory.toString()));
          case "file" -> connect(Map.of("BEARER_TOKEN", "other"), "token-file", file.toString());
          default -> connect(Map.of("T", SECRET, "PATH", "/bin"), "token-command", "cd /; echo $T");
        };
    door.wanting(SECRET);

    send(uploader, "/image");
    try (var in = uploader.read("/image")) {
      assertThat(in.readAllBytes()).hasSize(1);
    }

    assertThat(door.asked())
        .allMatch(line -> line.startsWith("door") == line.contains("Bearer " + SECRET))
        .anyMatch(line -> line.startsWith("pool PUT"))
        .anyMatch(line -> line.startsWith("pool GET"));
  }

  private int uid() throws IOException {
    return (Integer) Files.getAttribute(directory, "unix:uid");
  }

  @Test
  void aTokenIsReadAgainBeforeEachFile() throws IOException {
    Path file = tokenFile("token", "first");
    Uploader uploader = connect(Map.of("BEARER_TOKEN_FILE", file.toString()));
    send(uploader, "/one");
    Files.writeString(file, "second");
    door.wanting("second");

    send(uploader, "/two");

    assertThat(files.resolve("two")).exists();
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----, others may read", "rw----r--, others may read", "rw--w----, others may"})
  void aTokenThatOthersMayReadIsNotUsed(String permissions, String words) throws IOException {
    Path file = tokenFile("token", SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> connect(Map.of("BEARER_TOKEN_FILE", file.toString())))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @CsvSource({"'', is empty", "a b, blanks", "'a\nX-Evil: 1', blanks"})
  void whatIsNoTokenIsRefused(String value, String words) throws IOException {
    Path file = tokenFile("token", value);

    assertThatThrownBy(() -> connect(Map.of("BEARER_TOKEN_FILE", file.toString())))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining(words);
  }

  @Test
  void aMissingTokenFileIsSaid() {
    assertThatThrownBy(() -> connect(Map.of("BEARER_TOKEN_FILE", "/nonexistent/token")))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("/nonexistent/token");
  }

  @Test
  void aTokenCommandThatFailsIsSaid() {
    assertThatThrownBy(() -> connect(Map.of(), "token-command", "echo " + SECRET + "; exit 3"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("status 3")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aTokenCommandThatHangsIsEnded() {
    assertThatThrownBy(
            () ->
                DavSections.connect(
                    door.url(),
                    Messages.SILENT,
                    DavSections.section(
                        Duration.ofMillis(500), "token-command", "/bin/sleep 1000; true")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("token-command");
  }

  @Test
  void aRefusedTokenIsNamedWithItsEndAndNeverShown() throws IOException {
    String token = jwt(Instant.parse("2038-01-02T03:04:05Z"));
    Path file = tokenFile("token", token);
    Uploader uploader = connect(Map.of("BEARER_TOKEN_FILE", file.toString()));
    door.wanting("another");

    Failure failure = catchThrowableOfType(Failure.class, () -> send(uploader, "/image"));

    assertThat(failure)
        .hasMessageContaining("the token of " + file)
        .hasMessageContaining("ends at 2038-01-02T03:04:05Z")
        .hasMessageNotContaining(token);
    assertThat(failure.status()).isEqualTo(ExitStatus.TRANSFER);
  }

  @Test
  void aTokenThatHasEndedIsAMatterOfIdentity() {
    Uploader uploader = connect(Map.of("BEARER_TOKEN", jwt(Instant.EPOCH.plusSeconds(60))));
    door.answering("PUT", 403);

    assertThatThrownBy(() -> send(uploader, "/image"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("has ended at 1970-01-01T00:01:00Z");
  }

  @Test
  void aRefusedCertificateIsNamedWithItsEnd() {
    Uploader uploader = connect(Optional.of(user), Map.of());
    door.answering("PUT", 401);

    assertThatThrownBy(() -> send(uploader, "/image"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("the certificate " + user.certificateFile() + ", which ends at ");
  }

  @Test
  void aCertificateThatTheDoorDoesNotTakeIsNamed() {
    TestIdentity stranger =
        TestPki.in(directory.resolve("other")).ca("/CN=Other CA").user("/CN=Stranger").issue();
    Uploader uploader = connect(Optional.of(stranger), Map.of());

    assertThatThrownBy(() -> uploader.stat("/image"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("does not take the certificate");
  }

  @Test
  void anotherHostsCertificateIsNotTrusted() throws IOException {
    door.close();
    door = door(ca.host("elsewhere.example.org").issue());
    Uploader uploader = connect(Map.of("BEARER_TOKEN", SECRET));

    assertThatThrownBy(() -> uploader.stat("/image"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("another host");
    assertThat(door.asked()).isEmpty();
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() throws IOException {
    door.close();
    door = door(TestPki.in(directory.resolve("other")).ca("/CN=Other").host("localhost").issue());
    Uploader uploader = connect(Map.of("BEARER_TOKEN", SECRET));

    assertThatThrownBy(() -> uploader.stat("/image")).isInstanceOf(TrustFailure.class);
    assertThat(door.asked()).isEmpty();
  }

  @Test
  void aRevokedCertificateIsNotTrusted() throws IOException {
    TestCa careful = TestPki.in(directory.resolve("other")).ca("/CN=Careful");
    TestIdentity revoked = careful.host("localhost").issue();
    careful.revoke(revoked);
    careful.publishCrl(Instant.now().plus(Duration.ofDays(10)));
    door.close();
    door = door(revoked);
    Uploader uploader =
        DavSections.connect(
            door.url(),
            Messages.SILENT,
            DavSections.section(DavSections.PATIENT),
            new GsiCredentials(
                Optional.empty(), Optional.empty(), Optional.of(careful.directory())),
            Map.of("BEARER_TOKEN", SECRET));
    open.add(uploader);

    assertThatThrownBy(() -> uploader.stat("/image"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("/CN=localhost is revoked");
    assertThat(door.asked()).isEmpty();
  }

  @Test
  void withoutTlsNothingIsShown() throws IOException {
    door.close();
    door = new DavDoor(files, 0, null);

    send(connect(Map.of("BEARER_TOKEN", SECRET)), "/image");

    assertThat(door.asked()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }
}
