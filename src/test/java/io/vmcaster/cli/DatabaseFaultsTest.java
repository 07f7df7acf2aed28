package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.repository.sql.SqliteRepository.SqliteLibrary;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the system may refuse while a SQLite file is changed. Nothing is lost by it. */
class DatabaseFaultsTest {

  private static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  private static final String URL = "sqlite:///data/dish.db";

  @TempDir Path directory;
  private Path data;
  private Path file;
  private String before;

  @BeforeEach
  void makeDatabase() throws Exception {
    data = Files.createDirectory(directory.resolve("data"));
    file = data.resolve("dish.db");
    here("--imagelist-add", LIST).succeeded();
    set(here(), "dc:title", "kept");
    before = shown();
  }

  @AfterEach
  void nothingIsLost() throws Exception {
    chmod("rwx------", data);
    chmod("rw-------", file);
    assertThat(shown()).isEqualTo(before);
    set(here(), "dc:title", "and it can be written again");
  }

  private VmcasterRun here() {
    return VmcasterRun.in(directory).with("DISH_RDBMS", URL);
  }

  private VmcasterRun.Ran here(String... arguments) {
    return here().run(arguments);
  }

  private static void set(VmcasterRun program, String key, String value) {
    program
        .run("--imagelist", LIST, "--imagelist-key-set", key, "--imagelist-value", value)
        .succeeded();
  }

  private String shown() {
    return here("--imagelist", LIST, "--imagelist-show").succeeded().out();
  }

  private static void chmod(String permissions, Path path) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** The program as somebody whom permissions hold. */
  private ProgramProcess child() {
    return ProgramProcess.in(directory).with(Map.of("DISH_RDBMS", URL)).withoutPrivileges();
  }

  private VmcasterRun.Ran change(ProgramProcess child) throws Exception {
    return child.run("--imagelist", LIST, "--imagelist-key-set", "a:b", "--imagelist-value", "c");
  }

  @Test
  void aDiskWithoutRoomIsATemporaryFailure() throws Exception {
    Files.writeString(directory.resolve("large"), "x".repeat(400_000));
    String[] change = {
      "--imagelist", LIST, "--imagelist-key-set", "a:b", "--imagelist-value-file", "large"
    };
    assertThat(limited(Files.size(file) + 50_000).run(change).ended(5).err())
        .contains("dish.db", "Try again later");
    Path fresh = data.resolve("fresh.db");
    assertThat(
            limited(10_000)
                .run("-d", "sqlite:///data/fresh.db", "--imagelist-add", LIST)
                .ended(5)
                .err())
        .contains("fresh.db");
    assertThat(fresh).as("an empty file is not left").doesNotExist();
  }

  /** May write no file larger than this, in bytes; SQLite's machine code is there already. */
  private ProgramProcess limited(long bytes) throws Exception {
    Path library = directory.resolve("libsqlitejdbc.so");
    if (Files.notExists(library)) {
      SqliteLibrary.unpack(library);
    }
    return child()
        .property("org.sqlite.lib.path", directory.toString())
        .property("org.sqlite.lib.name", "libsqlitejdbc.so")
        .behind("prlimit", "--fsize=" + bytes);
  }

  @Test
  void aFileThatMayOnlyBeReadIsRead() throws Exception {
    chmod("r--------", file);
    assertThat(change(child()).ended(3).err()).contains("dish.db", "cannot be written");
    assertThat(child().run("--imagelist-list").succeeded().out()).isEqualTo(LIST + "\n");
  }

  @Test
  void aDirectoryThatIsMissingIsNamed() throws Exception {
    assertThat(child().run("-d", "sqlite:///no/new.db", "--imagelist-add", LIST).ended(3).err())
        .contains("there is no directory " + directory.resolve("no"), "Make it");
  }

  @Test
  void aDirectoryThatMayOnlyBeReadIsRead() throws Exception {
    chmod("r-x------", data);
    assertThat(change(child()).ended(3).err()).contains("dish.db", "cannot be written");
    assertThat(child().run("--imagelist-list").succeeded().out()).isEqualTo(LIST + "\n");
    assertThat(child().run("-d", "sqlite:///data/new.db", "--imagelist-add", LIST).ended(3).err())
        .contains("new.db");
  }

  @Test
  void aFileThatMayNotBeReadIsSaidSo() throws Exception {
    chmod("---------", file);
    assertThat(child().run("--imagelist-list").ended(3).err())
        .contains("dish.db cannot be read", "permissions");
  }

  /** What nobody can look at is not empty: a list there may well have to be published. */
  @Test
  void aDirectoryThatMayNotBeEnteredIsSaidSo() throws Exception {
    chmod("rw-------", data);
    for (String[] command :
        new String[][] {{"--imagelist-list"}, {"--update", "--all", "--if-needed"}, {"--status"}}) {
      assertThat(child().run(command).ended(3).err())
          .contains("dish.db cannot be read: it is not permitted", "permissions")
          .doesNotContain("empty");
    }
  }

  @Test
  void aTableThatIsMissingIsSaidSo() throws Exception {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = sqlite.createStatement()) {
      statement.execute("alter table Endorsement rename to Gone");
      assertThat(here("--imagelist", LIST, "--imagelist-show").ended(3).err())
          .contains(file + " cannot be used: no such table: Endorsement", "put a copy back");
      statement.execute("alter table Gone rename to Endorsement");
    }
  }

  @Test
  void whatWasLeftHalfChangedIsNotReadAlone() throws Exception {
    Path changed = Files.copy(file, data.resolve("changed.db"));
    Path left = data.resolve("left.db");
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + changed);
        Statement statement = sqlite.createStatement()) {
      statement.execute("create table filler as select zeroblob(400000) as bytes");
      statement.execute("pragma cache_size = 1");
      statement.execute("begin");
      statement.execute("update filler set bytes = randomblob(400000)");
      Files.copy(changed, left);
      Files.copy(data.resolve("changed.db-journal"), data.resolve("left.db-journal"));
      statement.execute("rollback");
    }
    assertThat(here("-d", "sqlite:///data/left.db?mode=ro", "--imagelist-list").ended(3).err())
        .contains(left + " cannot be used: a change to it did not end", "without mode=ro");
    assertThat(here("-d", "sqlite:///data/left.db", "--imagelist-list").succeeded().out())
        .isEqualTo(LIST + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-journal", "-wal"})
  void whatIsInTheWayOfSqlitesFilesIsNamed(String ending) throws Exception {
    Path inTheWay = data.resolve("dish.db" + ending);
    String[] change = {"--imagelist", LIST, "--imagelist-key-set", "a:b", "--imagelist-value", "c"};
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "not ours");
    Files.createSymbolicLink(inTheWay, elsewhere);
    assertThat(here(change).ended(3).err())
        .contains(inTheWay + " is in the way, which is a symbolic link", "remove it");
    assertThat(here("--doctor").err() + here("--doctor").out()).contains(inTheWay + " is in the");
    assertThat(elsewhere).hasContent("not ours");
    Files.delete(inTheWay);
    Files.createDirectory(inTheWay);
    assertThat(here(change).ended(3).err()).contains(inTheWay + " is in the way, which is no file");
    Files.delete(inTheWay);
  }

  @Test
  void aDirectoryThatIsMissingIsSaidSo() {
    assertThat(here("-d", "sqlite:///missing/dish.db", "--imagelist-add", LIST).ended(3).err())
        .contains("missing/dish.db");
  }

  @Test
  void machineCodeThatCannotBeUnpackedIsSaidSo() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    chmod("r-x------", closed);
    assertThat(change(child().property("org.sqlite.tmpdir", closed.toString())).ended(3).err())
        .contains("machine code", "org.sqlite.tmpdir");
  }

  @Test
  void machineCodeThatMayNotBeRunIsSaidSo() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    String mount = "mount -t tmpfs -o noexec,size=16m none \"$0\" && exec \"$@\"";
    String[] inside = {"unshare", "-rm", "sh", "-c", mount, mounted.toString()};
    if (Shell.run(directory, append(inside, "true")).status() != 0) {
      chmod("r-x------", mounted); // where nothing can be mounted it is not even unpacked
      inside = new String[0];
    }
    ProgramProcess child =
        inside.length == 0 ? child() : ProgramProcess.in(directory).behind(inside);
    child.with(Map.of("DISH_RDBMS", URL));
    assertThat(change(child.property("org.sqlite.tmpdir", mounted.toString())).ended(3).err())
        .contains("machine code", "noexec", "org.sqlite.tmpdir");
  }

  private static String[] append(String[] command, String last) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add(last);
    return all.toArray(String[]::new);
  }
}
