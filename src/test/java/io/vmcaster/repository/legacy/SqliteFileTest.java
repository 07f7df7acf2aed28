package io.vmcaster.repository.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.repository.sql.SiblingFiles;
import io.vmcaster.repository.sql.Statements;
import io.vmcaster.testing.WarningsTo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file before each change; {@link OriginalFileTest} has the same through the repository. */
class SqliteFileTest {

  private static final String ORPHAN =
      "INSERT INTO ImageMetadata (fkImage, key, value) VALUES (77, 'dc:title', 'orphan')";

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Path file;
  private Statements sql;

  @BeforeEach
  void open() throws SQLException {
    file = directory.resolve("dish.db");
    sql = connect(file);
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private static Statements connect(Path database) throws SQLException {
    return new Statements(
        DriverManager.getConnection("jdbc:sqlite:" + database), database.toString());
  }

  private void bringUpToDate() {
    Messages messages = new WarningsTo(warnings);
    try (SqliteFile raw = new SqliteFile(file, new SiblingFiles(file), sql, messages)) {
      sql.execute("BEGIN IMMEDIATE");
      raw.bringUpToDate();
      sql.execute("COMMIT");
    }
  }

  private long orphans(Statements in) {
    return in.first(
            "SELECT COUNT(*) FROM ImageMetadata WHERE value = 'orphan'", row -> row.getLong(1))
        .orElseThrow();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(each -> each.toString().contains("dish.db.before-")).toList();
    }
  }

  @Test
  void anEmptyFileGetsEveryTableAndTheNumberOfTheLatestStep() {
    assertThat(SqliteFile.requireKnown(file, sql)).isZero();

    bringUpToDate();

    assertThat(SqliteFile.requireKnown(file, sql)).isEqualTo(Schema.LATEST);
    assertThat(sql.query("SELECT name FROM sqlite_master", row -> row.getString(1)))
        .containsAll(Schema.tables().stream().map(Schema.Table::name).toList());
    assertThat(warnings).isEmpty();
  }

  @Test
  void aLaterReleasesFileIsRefused() {
    sql.execute("PRAGMA user_version = " + (Schema.LATEST + 1));

    assertThatThrownBy(() -> SqliteFile.requireKnown(file, sql))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("made by a newer vmcaster")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> SqliteFile.needsRebuilding(file, sql))
        .isInstanceOf(ConfigurationFailure.class);
  }

  @Test
  void viewsAndTriggersOfOthersTablesAreTheirs() {
    bringUpToDate();
    sql.execute("CREATE TABLE notes (text TEXT)");
    sql.execute("CREATE VIEW shown AS SELECT identifier FROM imagelist");
    sql.execute("CREATE TRIGGER own AFTER INSERT ON notes BEGIN DELETE FROM notes; END");
    assertThatCode(() -> SqliteFile.requirePlainTables(file, sql)).doesNotThrowAnyException();

    sql.execute("CREATE TRIGGER bad AFTER INSERT ON IMAGELIST BEGIN DELETE FROM Image; END");
    assertThatThrownBy(() -> SqliteFile.requirePlainTables(file, sql))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("its trigger bad would run with what is read from IMAGELIST");
  }

  @Test
  void whatSomebodyElseLeavesIsRemovedAfterACopy() throws Exception {
    bringUpToDate();
    try (Statements other = connect(file)) {
      other.update(ORPHAN);
    }

    bringUpToDate();

    assertThat(orphans(sql)).isZero();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("1 orphaned row in ImageMetadata, to be removed", copies().get(0) + "");
    try (Statements copy = connect(copies().get(0))) {
      assertThat(orphans(copy)).isEqualTo(1);
    }
  }

  /** To look for leftovers is to read the whole file. */
  @Test
  void afterOurOwnChangeItIsNotLookedThrough() throws IOException {
    bringUpToDate();
    sql.execute("BEGIN");
    sql.update(ORPHAN);
    sql.execute("UPDATE vmcaster_state SET value = value + 1 WHERE name = 'changes-seen'");
    sql.execute("COMMIT");

    bringUpToDate();

    assertThat(orphans(sql)).isEqualTo(1);
    assertThat(copies()).isEmpty();
  }

  /** The last value counts, and the first binding: it has the place in the order. */
  @Test
  void ofDoublesOneStays() {
    bringUpToDate();
    sql.execute("INSERT INTO imagelist (id, identifier) VALUES (1, 'l1')");
    sql.execute("INSERT INTO Image (id, identifier) VALUES (1, 'i1'), (2, 'i2')");
    sql.execute("INSERT INTO ImageListImage VALUES (1, 1, 2), (2, 1, 1), (3, 1, 2)");
    sql.execute("INSERT INTO ImageMetadata VALUES (1, 1, 'k', 'old'), (2, 1, 'k', 'new')");

    bringUpToDate();

    assertThat(sql.query("SELECT id FROM ImageListImage ORDER BY id", row -> row.getInt(1)))
        .containsExactly(1, 2);
    assertThat(sql.query("SELECT value FROM ImageMetadata", row -> row.getString(1)))
        .containsExactly("new");
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("1 doubled row in ImageMetadata", "1 doubled row in ImageListImage");
  }
}
