package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.testing.Patience;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Doors that fail between two steps, say what is not so, or never stop talking. */
@Timeout(value = Patience.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LyingDoorTest {
  private static final byte[] NEW = new byte[10];

  @TempDir Path directory;
  private TestDoor door;

  @BeforeEach
  void open() throws IOException {
    door = TestDoor.plain(directory);
    Files.writeString(directory.resolve("list"), "old");
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      TestFiles.send(uploader, "/new", NEW);
    }
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  /** The door forbids to overwrite, and fails when the old list has been moved aside. */
  @ParameterizedTest
  @EnumSource(names = {"REFUSE_NEW_NAME", "CUT_NEW_NAME"})
  void theOldListIsPutBack(DoorFault fault) {
    faults(DoorFault.REFUSE_OVERWRITE, fault);

    assertThatThrownBy(this::replace).isInstanceOf(Failure.class);

    assertThat(directory.resolve("list")).hasContent("old");
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("list", "new");
  }

  @Test
  void anAnswerThatIsLostIsLookedFor() {
    faults(DoorFault.REFUSE_OVERWRITE, DoorFault.CUT_AFTER_NEW_NAME);

    assertThatThrownBy(this::replace).isInstanceOf(TemporaryFailure.class);

    assertThat(directory.resolve("list")).hasBinaryContent(NEW);
  }

  @Test
  void theNextRunPutsTheOldListBack() throws IOException {
    faults(DoorFault.REFUSE_OVERWRITE, DoorFault.CUT_NEW_NAME, DoorFault.AWAY_AFTER_CUT);
    assertThatThrownBy(this::replace)
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("/list.vmcaster-old now and could not be put back");
    assertThat(directory.resolve("list")).doesNotExist();
    assertThat(directory.resolve("list.vmcaster-old")).hasContent("old");

    door.faults().clear();
    faults(DoorFault.REFUSE_OVERWRITE, DoorFault.REFUSE_NEW_NAME);
    assertThatThrownBy(this::replace).isInstanceOf(TransferFailure.class);
    assertThat(directory.resolve("list")).hasContent("old");

    door.faults().clear();
    faults(DoorFault.REFUSE_OVERWRITE);
    replace();
    assertThat(directory.resolve("list")).hasBinaryContent(NEW);
    assertThat(directory.toFile().list()).containsExactly("list");
  }

  @Test
  void whatAnEarlierReplacementLeftIsSwept() throws IOException {
    Files.writeString(directory.resolve("list.vmcaster-old"), "older");
    faults(DoorFault.REFUSE_OVERWRITE);

    replace();

    assertThat(directory.resolve("list")).hasBinaryContent(NEW);
    assertThat(directory.toFile().list()).containsExactly("list");
  }

  @Test
  void aRenameInWordsIsNoRename() {
    faults(DoorFault.RENAME_IN_WORDS);

    assertThatThrownBy(this::replace)
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("the door says that it has, but the file does not have its new name");
    assertThat(directory.resolve("list")).hasContent("old");
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> uploader.rename("/new", "/first"))
          .isInstanceOf(TransferFailure.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DRIP_DATA", "FLOOD_DATA", "EMPTY_BLOCKS"})
  void aPoolThatNeverEndsIsLeft(DoorFault fault) throws IOException {
    Files.write(directory.resolve("large"), new byte[2000]);
    faults(fault);
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> TestFiles.fetch(uploader, "/large")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDoorThatChattersIsLeft() {
    faults(DoorFault.CHATTER);
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> uploader.stat("/list"))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("more than it was asked for");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPOSSIBLE_POOL", "NAMELESS_POOL"})
  void aPoolThatCannotBeIsTheDoorsFault(DoorFault fault) {
    faults(fault);
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> TestFiles.send(uploader, "/other", NEW))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("impossible pool");
    }
    assertThat(directory.resolve("other")).doesNotExist();
  }

  @Test
  void aWordOfManyCharactersIsCut() {
    faults(DoorFault.LONG_WORD);
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      assertThatThrownBy(() -> uploader.stat("/list"))
          .isInstanceOfSatisfying(
              TransferFailure.class, e -> assertThat(e.getMessage().length()).isLessThan(1000))
          .hasMessageContaining("permission denied");
    }
    assertThat(Reply.parse("1 0 client failed 1 \"" + "\\x".repeat(200_000)).orElseThrow())
        .satisfies(reply -> assertThat(reply.argument(1)).hasSize(200_000));
  }

  private void faults(DoorFault... faults) {
    for (DoorFault fault : faults) {
      door.faults().set(fault);
    }
  }

  private void replace() {
    try (Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      uploader.rename("/new", "/list");
    }
  }
}
