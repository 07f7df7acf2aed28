package io.vmcaster.repository.sql;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.Patience;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A SQLite file that has several names or users, and what lies beside it. */
class SharedFileTest {

  private static final ListId LIST = new ListId("l1");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void make() throws Exception {
    Files.createDirectories(directory.resolve("a"));
    Files.createDirectories(directory.resolve("b"));
    file = directory.resolve("a/dish.db");
    change(open("a/dish.db"));
  }

  private Repository open(String name) {
    return Repository.open(
        "sqlite:///" + name, new Environment(Map.of(), directory), Patience.LONG, Messages.SILENT);
  }

  private static void change(Repository repository) {
    try (repository) {
      repository.change(
          changes -> {
            changes.add(LIST);
            changes.set(LIST, "moment", Json.of(System.nanoTime()));
            return null;
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"b/link.db", "b/second.db", "linked/dish.db", "b/../a/./dish.db"})
  void whateverItIsCalledItIsLockedOnce(String name) throws Exception {
    Files.createSymbolicLink(directory.resolve("b/link.db"), file);
    Files.createSymbolicLink(directory.resolve("b/second.db"), Path.of("link.db"));
    Files.createSymbolicLink(directory.resolve("linked"), Path.of("a"));
    try (Repository one = open("a/dish.db");
        Repository other = open(name)) {
      Repository.Lock held = one.lock(LIST, Duration.ZERO, "publishing");
      assertThatThrownBy(() -> other.lock(LIST, Duration.ZERO, "publishing"))
          .isInstanceOf(LockedFailure.class)
          .hasMessageContaining("publishing");
      held.close();
      other.lock(LIST, Duration.ZERO, "publishing").close();
    }
    assertThat(directory.resolve("b").toFile().list()).containsOnly("link.db", "second.db");
  }

  @Test
  void aLockIsHeldHoweverMuchJavaForgets() {
    try (Repository one = open("a/dish.db");
        Repository other = open("a/dish.db")) {
      Repository.Lock held = one.lock(LIST, Duration.ZERO, "publishing");
      System.gc();
      assertThatThrownBy(() -> other.lock(LIST, Duration.ZERO, "publishing"))
          .isInstanceOf(LockedFailure.class);
      held.close();
    }
  }

  @Test
  void whatIsOpenedToBeReadIsNotLocked() {
    try (Repository repository = open("a/dish.db?mode=ro")) {
      assertThatThrownBy(() -> repository.lock(LIST, Duration.ZERO, "publishing"))
          .isInstanceOfSatisfying(
              ConfigurationFailure.class,
              failure ->
                  assertThat(failure.advice().orElseThrow())
                      .isEqualTo("Leave mode=ro and immutable out of its URL to change it."));
      assertThat(repository.obstacle())
          .contains("leave mode=ro and immutable out of its URL to change it");
    }
    assertThat(directory.resolve("a/dish.db.locks")).doesNotExist();
  }

  @Test
  void aSecondHardNameIsRefused() throws Exception {
    Files.createLink(directory.resolve("b/hard.db"), file);
    for (String name : List.of("a/dish.db", "b/hard.db")) {
      try (Repository repository = open(name)) {
        assertThatThrownBy(() -> repository.lock(LIST, Duration.ZERO, "publishing"))
            .isInstanceOf(ConfigurationFailure.class)
            .hasMessageContaining("hard link");
      }
    }
  }

  @Test
  void aLinkWithoutAFileIsWhereTheFileIsMade() throws Exception {
    Files.createSymbolicLink(directory.resolve("b/new.db"), directory.resolve("a/new.db"));
    change(open("b/new.db"));
    assertThat(directory.resolve("a/new.db")).isRegularFile();
    assertThat(directory.resolve("b/new.db")).isSymbolicLink();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw-rw-r--", "rw-------", "rw-r--r--"})
  void lockFilesHaveTheDatabasesMode(String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    try (Repository repository = open("a/dish.db")) {
      repository.lock(LIST, Duration.ZERO, "publishing").close();
      assertThat(repository.obstacle()).isEmpty();
    }
    Path locks = directory.resolve("a/dish.db.locks");
    String wanted = mode.replaceAll("r(.)-", "r$1x");
    assertThat(permissions(locks)).isEqualTo(wanted);
    for (Path lock : files(locks)) {
      assertThat(permissions(lock)).isEqualTo(mode);
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void nothingIsLockedThroughALinkOrPipe() throws Exception {
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Path locks = directory.resolve("a/dish.db.locks");
    Files.createSymbolicLink(locks, Files.createDirectory(directory.resolve("elsewhere")));
    assertRefused();
    assertThat(directory.resolve("elsewhere")).isEmptyDirectory();
    Files.delete(locks);
    String name = lockName(locks);
    Files.delete(locks.resolve(name));
    Files.createSymbolicLink(locks.resolve(name), precious);
    assertRefused();
    Files.delete(locks.resolve(name));
    Files.createLink(locks.resolve(name), precious);
    assertRefused();
    Files.delete(locks.resolve(name));
    new ProcessBuilder("mkfifo", locks.resolve(name).toString()).start().waitFor();
    assertRefused();
    assertThat(precious).hasContent("precious");
  }

  /** An attacker that waits for the directory, and puts a link to a private key in its place. */
  @Test
  void whatIsPutInPlaceOfTheLockDirectoryKeepsItsMode() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path locks = directory.resolve("a/dish.db.locks");
    Path away = Files.createDirectory(directory.resolve("away"));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService attacker = Executors.newSingleThreadExecutor();
    Future<Integer> swapped =
        attacker.submit(
            () -> {
              int times = 0;
              while (!done.get()) {
                if (locks.toFile().isDirectory()) {
                  Files.move(locks, away.resolve("" + times++), ATOMIC_MOVE);
                  try {
                    Files.createSymbolicLink(locks, secret);
                  } catch (FileAlreadyExistsException e) {
                    // the next run was faster
                  }
                }
              }
              return times;
            });
    try {
      for (int i = 0; i < 200; i++) {
        try (Repository repository = open("a/dish.db")) {
          repository.lock(LIST, Duration.ZERO, "publishing").close();
        } catch (ConfigurationFailure refused) {
          assertThat(refused).hasMessageContaining("cannot lock");
        }
        if (Files.isSymbolicLink(locks)) {
          Files.delete(locks);
        }
      }
    } finally {
      done.set(true);
      attacker.shutdown();
    }
    assertThat(swapped.get()).isPositive();
    assertThat(permissions(secret)).isEqualTo("rw-------");
  }

  private String lockName(Path locks) throws Exception {
    try (Repository repository = open("a/dish.db")) {
      repository.lock(LIST, Duration.ZERO, "publishing").close();
    }
    return files(locks).get(0).getFileName().toString();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void assertRefused() {
    try (Repository repository = open("a/dish.db")) {
      assertThatThrownBy(() -> repository.lock(LIST, Duration.ZERO, "publishing"))
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining("cannot lock");
    }
  }

  @Test
  void aCopyIsWholeAndHasTheMode() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("INSERT INTO ImageMetadata VALUES (90, 77, 'dc:title', 'orphan')");
      change(open("a/dish.db"));
    }
    List<Path> copies =
        files(directory.resolve("a")).stream()
            .filter(each -> each.getFileName().toString().contains(".before-"))
            .toList();
    assertThat(copies).hasSize(1);
    assertThat(permissions(copies.get(0))).isEqualTo("rw-------");
    try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + copies.get(0));
        Statement statement = copy.createStatement()) {
      assertThat(
              statement.executeQuery("SELECT value FROM ImageMetadata WHERE id = 90").getString(1))
          .isEqualTo("orphan");
    }
  }

  /** SQLite would write through a link that somebody puts in the place of the empty copy. */
  @Test
  void aCopyIsNotWrittenThroughALink() throws Exception {
    Path other = Files.write(directory.resolve("other.db"), new byte[0]);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService attacker = Executors.newSingleThreadExecutor();
    Future<?> swapped =
        attacker.submit(
            () -> {
              while (!done.get()) {
                for (Path each : files(directory.resolve("a"))) {
                  if (each.toString().matches(".*[.]before-\\w+") && !Files.isSymbolicLink(each)) {
                    Files.delete(each);
                    Files.createSymbolicLink(each, other);
                  }
                }
              }
              return null;
            });
    try {
      for (int i = 0; i < 20; i++) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Statement statement = connection.createStatement()) {
          statement.execute("INSERT INTO ImageMetadata VALUES (90, 77, 'dc:title', 'orphan')");
        }
        change(open("a/dish.db"));
      }
    } finally {
      done.set(true);
      attacker.shutdown();
    }
    swapped.get();
    assertThat(other).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER t AFTER INSERT ON imagelist BEGIN DELETE FROM Image; END",
        "CREATE TRIGGER t AFTER UPDATE ON ImagelistMetadata BEGIN DELETE FROM Image; END",
        "DROP TABLE Endorsement; CREATE VIEW Endorsement AS SELECT 1 AS id, 1 AS fkImageList,"
            + " 1 AS fkEndorser",
        "DROP TABLE vmcaster_source; CREATE VIEW VMCASTER_SOURCE AS SELECT 1 AS image"
      })
  void whatSomebodyElseWroteIntoItIsNotRun(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String each : sql.contains("TRIGGER") ? List.of(sql) : List.of(sql.split("; "))) {
        statement.execute(each);
      }
    }
    try (Repository repository = open("a/dish.db")) {
      assertThatThrownBy(() -> repository.look().lists())
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining("is not used");
    }
    assertThatThrownBy(() -> change(open("a/dish.db"))).isInstanceOf(ConfigurationFailure.class);
  }
}
