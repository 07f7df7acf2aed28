package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.Patience;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Debian's dccp as the second opinion on the door, and as our own child. */
class DccpTest {
  private static final GsiWorld WORLD = GsiWorld.get();
  private static final byte[] CONTENT = TestFiles.random(2_500_001);

  @TempDir Path directory;
  @TempDir Path local;

  @ParameterizedTest
  @CsvSource({
    "dcap, , ASKED",
    "dcap, , ACTIVE",
    "dcap, , PASSIVE",
    "gsidcap, TLSv1.2, PASSIVE",
    "gsidcap, TLSv1.3, ACTIVE"
  })
  void whatOneSendsTheOtherGets(String scheme, String tls, TestDoor.Way way) throws Exception {
    try (TestDoor door = tls == null ? TestDoor.plain(directory) : WORLD.door(directory, tls)) {
      door.way(way);
      try (Uploader uploader = uploader(scheme, door)) {
        Path file = Files.write(local.resolve("file"), CONTENT);
        dccp(file.toString(), scheme + "://localhost:" + door.port() + "/theirs ü%41");
        assertThat(TestFiles.fetch(uploader, "/theirs ü%41")).isEqualTo(CONTENT);

        TestFiles.send(uploader, "/ours", CONTENT);
        dccp(scheme + "://localhost:" + door.port() + "/ours", local.resolve("back").toString());
        assertThat(local.resolve("back")).hasBinaryContent(CONTENT);
      }
    }
  }

  private static Uploader uploader(String scheme, TestDoor door, String... settings) {
    return scheme.equals("dcap")
        ? TestSections.connect(door, TestSections.PATIENT, settings)
        : WORLD.connect(door, TestSections.PATIENT, settings);
  }

  private static void dccp(String... files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("dccp", "-d", "3", "-C", "20"));
    command.addAll(List.of(files));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("X509_CERT_DIR", WORLD.pki.caDirectory().toString());
    builder.environment().put("X509_USER_PROXY", WORLD.proxy.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).doesNotContain("GSS Minor Status");
  }

  @Test
  void itMovesTheBytesThroughItsOwnTunnelWhenAsked() throws IOException {
    try (TestDoor door = WORLD.door(directory);
        Uploader uploader = uploader("gsidcap", door, "dcapclient", "dccp")) {
      TestFiles.send(uploader, "/with dccp", CONTENT);
      assertThat(TestFiles.fetch(uploader, "/with dccp")).isEqualTo(CONTENT);
    }
    assertThat(directory.resolve("with dccp")).hasBinaryContent(CONTENT);
  }

  @Test
  void itShowsKeyAndCertificateToo() throws IOException {
    GsiCredentials credentials =
        new GsiCredentials(
            Optional.of(WORLD.user.keyFile()),
            Optional.of(WORLD.user.certificateFile()),
            Optional.of(WORLD.pki.caDirectory()));
    Environment environment =
        new Environment(Map.of("PATH", System.getenv("PATH"), "HOME", local.toString()), local);
    DcapProtocol protocol = GsiWorld.protocol(environment, credentials, Messages.SILENT);
    try (TestDoor door = WORLD.door(directory);
        Uploader uploader =
            GsiWorld.connect(protocol, door, TestSections.PATIENT, "dcapclient", "dccp")) {
      TestFiles.send(uploader, "/file", CONTENT);
    }
    assertThat(directory.resolve("file")).hasBinaryContent(CONTENT);
  }

  @Test
  void itIsStoppedBeforeItGoesOnWithoutProtection() throws IOException {
    try (TestDoor door = WORLD.door(directory);
        Uploader uploader = uploader("gsidcap", door, "dcapclient", "dccp")) {
      uploader.stat("/file");
      DcapUploader.DataTransfer hijacked =
          (conversation, path, size) -> {
            door.faults().set(DoorFault.IMPOSTOR);
            return gsiMover().create(conversation, path, size);
          };
      try (Uploader attacked = withTransfer(door, hijacked)) {
        assertThatThrownBy(() -> TestFiles.send(attacked, "/file", CONTENT))
            .isInstanceOf(TrustFailure.class)
            .hasMessageContaining("the tunnel could not be built");
      }
    }
    assertThat(directory.resolve("file")).doesNotExist();
  }

  private static DcapUploader.DataTransfer gsiMover() {
    Environment environment = WORLD.environment(WORLD.proxy);
    return DccpUpload.by(
        environment,
        () ->
            Map.of(
                "X509_CERT_DIR",
                WORLD.pki.caDirectory().toString(),
                "X509_USER_PROXY",
                WORLD.proxy.toString()));
  }

  private static Uploader withTransfer(TestDoor door, DcapUploader.DataTransfer transfer) {
    Environment environment = WORLD.environment(WORLD.proxy);
    ServerCredentials credentials =
        new ServerCredentials(
            environment,
            Optional.empty(),
            Optional.empty(),
            new CredentialReader(Passphrases.NONE, Messages.SILENT));
    GsiIdentity lines =
        new GsiIdentity(
            Optional.of(WORLD.pki.caDirectory()),
            () -> credentials.read(credentials.usual()),
            Messages.SILENT);
    ServerUrl url = ServerUrl.parse("gsidcap://localhost:" + door.port(), DcapProtocol.SCHEMES);
    Timeouts timeouts = Timeouts.of(TestSections.PATIENT);
    return new DcapUploader(new Door(url, lines, timeouts, false), transfer);
  }

  @Test
  void itIsStoppedWhenTheDoorFallsSilent() throws IOException {
    refused(DoorFault.SILENT_OPEN, TemporaryFailure.class, "did not answer in time");
  }

  @Test
  void itIsStoppedWhenThePoolStopsReading() throws IOException {
    refused(DoorFault.SILENT_DATA, TemporaryFailure.class, "did not answer in time");
  }

  @Test
  void itIsStoppedWhenThePoolCannotBeReached() throws IOException {
    refused(DoorFault.UNREACHABLE_POOL, TemporaryFailure.class, "pool cannot be reached");
  }

  @Test
  void itsWordsOnAFullPoolArePassedOn() throws IOException {
    refused(DoorFault.NO_POOL, TemporaryFailure.class, "No pools configured");
  }

  @Test
  void itsWordsOnTheChecksumArePassedOn() throws IOException {
    refused(DoorFault.CHECKSUM_MISMATCH, TransferFailure.class, "Checksum mismatch");
  }

  @Test
  void aDroppedConnectionIsTemporary() throws IOException {
    refused(DoorFault.DROP_DATA, TemporaryFailure.class, "cannot write");
  }

  /** Little time is given where the door or the pool is silent, which ends by the time alone. */
  private void refused(DoorFault fault, Class<? extends Failure> kind, String why)
      throws IOException {
    Timeouts timeouts =
        fault.name().startsWith("SILENT")
            ? TestSections.impatience()
            : Timeouts.of(TestSections.PATIENT);
    DcapUploader.DataTransfer transfer =
        DccpUpload.by(new Environment(Map.of("PATH", "/usr/bin:/bin"), local), Map::of);
    try (TestDoor door = TestDoor.plain(directory);
        Uploader uploader =
            Patience.despiteDelays(
                () ->
                    TestSections.with(
                        "dcap", door, ControlLine.Opener.PLAIN, transfer, timeouts))) {
      door.faults().set(fault);
      assertThatThrownBy(() -> TestFiles.send(uploader, "/file", CONTENT))
          .isInstanceOf(kind)
          .hasMessageContaining(why);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void withoutItTheConfigurationIsWrong() throws IOException {
    Environment environment = new Environment(Map.of("PATH", local.toString()), local);

    assertThatThrownBy(() -> DccpUpload.by(environment, Map::of))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("not installed");
  }
}
