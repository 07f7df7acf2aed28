package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository.Lock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside a file; {@link SharedFileTest} has what others may put there. */
class SiblingFilesTest {

  @TempDir Path directory;
  private Path database;
  private SiblingFiles siblings;

  @BeforeEach
  void make() throws IOException {
    database = Files.createFile(directory.toRealPath().resolve("dish.db"));
    siblings = new SiblingFiles(database);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Whatever the umask. */
  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw-rw----", "rw-------"})
  void aCopyMayBeReadByThoseWhoReadTheDatabase(String mode) throws IOException {
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString(mode));
    Path copy = directory.resolve("copy");

    try (OwnFile created = siblings.create(copy)) {
      created.channel().write(ByteBuffer.wrap(new byte[] {1}));
    }

    assertThat(mode(copy)).isEqualTo(mode);
    assertThat(copy).hasSize(1);
  }

  @Test
  void nothingIsWrittenOver() throws IOException {
    Path there = Files.writeString(directory.resolve("copy"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nothing"));

    assertThatThrownBy(() -> siblings.create(there)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> siblings.create(link)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(there).hasContent("precious");
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void aNameLeadsToOneFileHoweverItIsWritten() throws IOException {
    Files.createDirectory(directory.resolve("sub"));
    Path link = Files.createSymbolicLink(directory.resolve("sub/link"), Path.of("../dish.db"));
    Path second = Files.createSymbolicLink(directory.resolve("second"), link);
    Path future = Files.createSymbolicLink(directory.resolve("future"), Path.of("sub/new.db"));
    Path loop = Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));

    assertThat(SiblingFiles.real(link)).isEqualTo(database);
    assertThat(SiblingFiles.real(second)).isEqualTo(database);
    assertThat(SiblingFiles.real(directory.resolve("sub/../dish.db"))).isEqualTo(database);
    assertThat(SiblingFiles.real(future))
        .as("which is not there yet")
        .isEqualTo(database.resolveSibling("sub/new.db"));
    assertThat(SiblingFiles.real(loop)).as("SQLite says what is wrong").hasFileName("loop");
  }

  private Lock lock(Item item) {
    return siblings.lock(item, Duration.ZERO, "publishing", Messages.SILENT);
  }

  @Test
  void anItemIsLockedOnceUntilItIsLetGo() {
    Lock held = lock(new ListId("l1"));

    assertThatThrownBy(() -> lock(new ListId("l1")))
        .isInstanceOf(LockedFailure.class)
        .hasMessageContaining("l1")
        .hasMessageContaining("publishing")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    lock(new ListId("l2")).close();
    lock(new ImageId("l1")).close();
    held.close();
    lock(new ListId("l1")).close();
  }

  /** An identifier may hold what no file name does. */
  @ParameterizedTest
  @ValueSource(strings = {"../../escape", "a/b", ".", "*", "\u00e4 b"})
  void anyIdentifierHasALockFile(String identifier) throws IOException {
    lock(new ListId(identifier)).close();
    lock(new ListId(identifier.repeat(1000))).close();

    try (var files = Files.list(directory.resolve("dish.db.locks"))) {
      assertThat(files).hasSize(2);
    }
    try (var beside = Files.list(directory)) {
      assertThat(beside).hasSize(2);
    }
  }

  @Test
  void ourOwnFileIsNotForeignNorIsOneThatIsStillToBeMade() {
    assertThat(siblings.foreignOwner()).isEmpty();
    assertThat(new SiblingFiles(directory.resolve("new.db")).foreignOwner()).isEmpty();
  }

  @Test
  void whatSqliteDoesNotOpenIsInTheWay() throws IOException {
    Path journal = Files.createFile(directory.resolve("dish.db-journal"));
    assertThat(siblings.inTheWay()).as("SQLite's own").isEmpty();
    Files.delete(journal);
    Files.createSymbolicLink(journal, directory.resolve("elsewhere"));
    assertThat(siblings.inTheWay().orElseThrow())
        .contains("dish.db-journal is in the way, which is a symbolic link");
    Files.delete(journal);
    Files.createDirectory(directory.resolve("dish.db-wal"));
    assertThat(siblings.inTheWay().orElseThrow()).contains("dish.db-wal", "which is no file");
    assertThat(siblings.obstacle()).isEqualTo(siblings.inTheWay());
  }

  @Test
  void nothingIsLockedWhereTheDirectoryOfLocksCannotBe() throws IOException {
    assertThat(siblings.obstacle()).isEmpty();
    Files.createFile(directory.resolve("dish.db.locks"));

    assertThat(siblings.obstacle().orElseThrow()).contains("dish.db.locks cannot be written");
    assertThatThrownBy(() -> lock(new ListId("l1")))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("cannot lock image list l1");
  }
}
