package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.testing.Patience;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A door that misbehaves costs no file and no more than the patience that was allowed. */
class DcapFaultsTest {
  private static final byte[] CONTENT = TestFiles.random(16_000_000);

  @TempDir Path directory;
  private TestDoor door;

  @BeforeEach
  void open() throws IOException {
    door = TestDoor.plain(directory);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SILENT_STAT",
        "SILENT_OPEN",
        "SILENT_WRITE",
        "SILENT_DATA",
        "SILENT_FIN",
        "SILENT_CLOSE",
        "SILENT_END"
      })
  void noSilenceLastsForEver(DoorFault fault) {
    Instant begin = Instant.now();
    try (Uploader uploader = TestSections.impatient(door)) {
      door.faults().set(fault);

      TemporaryFailure failure =
          catchThrowableOfType(
              TemporaryFailure.class, () -> TestFiles.send(uploader, "/file", CONTENT));

      assertThat(failure).hasMessageContaining("did not answer in time");
      assertThat(failure.advice()).isPresent();
    }
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Patience.LONG);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDoorThatDoesNotGreetIsLeft() {
    door.faults().set(DoorFault.SILENT_HELLO);

    assertThatThrownBy(() -> TestSections.connect(door, TestSections.SHORT))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("dcap://localhost:" + door.port())
        .hasMessageContaining("did not answer in time");
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT_RENAME", "SILENT_UNLINK"})
  void silentAnswersToChangesEnd(DoorFault fault) throws IOException {
    Files.write(directory.resolve("file"), new byte[10]);
    try (Uploader uploader = TestSections.impatient(door)) {
      door.faults().set(fault);

      assertThatThrownBy(
              () -> {
                uploader.rename("/file", "/other");
                uploader.remove("/other");
              })
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("did not answer in time");
    }
  }

  @Test
  void aBrokenLineIsMadeAnew() {
    try (Uploader uploader = TestSections.impatient(door)) {
      door.faults().set(DoorFault.SILENT_STAT);
      assertThatThrownBy(() -> uploader.stat("/file")).isInstanceOf(TemporaryFailure.class);
      door.faults().clear();

      assertThat(Patience.despiteDelays(() -> uploader.stat("/file"))).isEmpty();
    }
  }

  @Test
  void noPoolIsTemporaryAndLeavesNothing() {
    refused(DoorFault.NO_POOL, TemporaryFailure.class, "no space, no pool or no quota");
  }

  @Test
  void aFullPoolIsTemporaryAndLeavesNothing() {
    refused(DoorFault.FULL_POOL, TemporaryFailure.class, "the pool reports an error");
  }

  @Test
  void anotherChecksumIsRefusedAndLeavesNothing() {
    refused(DoorFault.CHECKSUM_MISMATCH, TransferFailure.class, "Checksum mismatch");
  }

  @Test
  void aFileThatCameShortIsNoticedAndRemoved() {
    refused(DoorFault.SHORT_FILE, TransferFailure.class, "15999999 bytes arrived of 16000000");
  }

  @Test
  void aDroppedConnectionIsTemporaryAndLeavesNothing() {
    refused(DoorFault.DROP_DATA, TemporaryFailure.class, "the pool");
  }

  @Test
  void aPoolBehindAWallIsNamed() {
    refused(DoorFault.UNREACHABLE_POOL, TemporaryFailure.class, "the pool localhost:");
  }

  @Test
  void missingPermissionIsSaid() throws IOException {
    refused(DoorFault.REFUSE_ALL, TransferFailure.class, "permission denied");
    Files.createFile(directory.resolve("old"));
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> uploader.remove("/old"))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("permission denied");
    }
    assertThat(directory.resolve("old")).exists();
  }

  @Test
  void aSlowPoolIsWaitedFor() {
    door.faults().set(DoorFault.SLOW_POOL);
    byte[] content = TestFiles.random(500_000);
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      TestFiles.send(uploader, "/file", content);
    }
    assertThat(directory.resolve("file")).hasBinaryContent(content);
  }

  @Test
  void aFileThatIsThereIsNotTouched() throws IOException {
    Files.writeString(directory.resolve("file"), "old");
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> TestFiles.send(uploader, "/file", new byte[1]))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("already there");
    }
    assertThat(directory.resolve("file")).hasContent("old");
  }

  @Test
  void aForbiddenRenameCostsNoFile() throws IOException {
    replaced(DoorFault.REFUSE_RENAME, "old", false);
    assertThat(directory.resolve("new")).hasSize(10);
  }

  @Test
  void whereNothingMayBeReplacedTheOldIsMovedAside() throws IOException {
    replaced(DoorFault.REFUSE_OVERWRITE, "\0".repeat(10), true);
    assertThat(directory.toFile().list()).containsExactly("list");
  }

  private void replaced(DoorFault fault, String content, boolean succeeds) throws IOException {
    Files.writeString(directory.resolve("list"), "old");
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      TestFiles.send(uploader, "/new", new byte[10]);
      door.faults().set(fault);
      if (succeeds) {
        uploader.rename("/new", "/list");
      } else {
        assertThatThrownBy(() -> uploader.rename("/new", "/list"))
            .isInstanceOf(TransferFailure.class)
            .hasMessageContaining("permission denied");
      }
    }
    assertThat(directory.resolve("list")).hasContent(content);
  }

  @Test
  void aDoorThatIsNotThereIsUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertUnreachable("dcap://localhost:" + port, "refused");
  }

  @Test
  void aHostWithoutAnAddressIsUnknown() {
    assertUnreachable("dcap://door.invalid:22125", "its name is unknown");
  }

  private static void assertUnreachable(String target, String why) {
    DcapProtocol protocol = TestSections.protocol();
    assertThatThrownBy(
            () ->
                protocol.connect(
                    protocol.locate(target + "/x"), TestSections.section(TestSections.PATIENT)))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("cannot reach the door " + target)
        .hasMessageContaining(why);
  }

  @Test
  void anInterruptEndsTheWaitAndLeavesNothing() {
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      door.faults().set(DoorFault.SILENT_FIN);
      Upload upload = uploader.create("/file", -1);
      Thread.currentThread().interrupt();

      assertThatThrownBy(upload::commit).isInstanceOf(InterruptedFailure.class);

      upload.close();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(directory).isEmptyDirectory();
  }

  private void refused(DoorFault fault, Class<? extends Failure> kind, String why) {
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      door.faults().set(fault);
      assertThatThrownBy(() -> TestFiles.send(uploader, "/file", CONTENT))
          .isInstanceOf(kind)
          .hasMessageContaining("cannot write dcap://localhost:" + door.port() + "/file")
          .hasMessageContaining(why);
    }
    assertThat(directory).isEmptyDirectory();
  }
}
