package io.vmcaster.repository.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure;
import io.vmcaster.repository.sql.Statements;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database as the original's first releases made it. */
class LegacySchemaMigrationTest {

  private static final List<String> OLD =
      List.of(
          "CREATE TABLE imagelist (id INTEGER PRIMARY KEY, identifier VARCHAR(50) NOT NULL UNIQUE,"
              + " updated DATETIME)",
          "CREATE TABLE \"ImagelistMetadata\" (id INTEGER PRIMARY KEY, \"fkImageList\" INTEGER"
              + " REFERENCES imagelist (id), key VARCHAR(200) NOT NULL, value VARCHAR(200) NOT"
              + " NULL, UNIQUE (key))",
          "CREATE TABLE \"Image\" (id INTEGER PRIMARY KEY, identifier VARCHAR(50) NOT NULL UNIQUE,"
              + " \"fkImageList\" INTEGER REFERENCES imagelist (id) ON DELETE CASCADE)",
          "CREATE TABLE \"ImageMetadata\" (id INTEGER PRIMARY KEY, \"fkImage\" INTEGER REFERENCES"
              + " \"Image\" (id), key VARCHAR(200) NOT NULL, value VARCHAR(200) NOT NULL,"
              + " UNIQUE (key, value))",
          "INSERT INTO imagelist VALUES (3, 'l3', NULL), (4, 'l4', '2026-11-23 08:00:00.000000')",
          "INSERT INTO Image VALUES (9, 'i9', 3), (5, 'i5', 3), (7, 'free', NULL), (6, 'i6', 4)",
          "INSERT INTO ImageMetadata VALUES (12, 5, 'dc:title', 'Five')",
          "INSERT INTO ImagelistMetadata VALUES (15, 3, 'dc:title', 'Three')");

  private Statements sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new Statements(DriverManager.getConnection("jdbc:sqlite::memory:"), "memory");
    OLD.forEach(sql::execute);
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private List<String> rows(String query) {
    return sql.query(query, row -> row.getString(1));
  }

  private List<String> bindings() {
    return rows(
        "SELECT l.identifier || ' ' || i.identifier FROM ImageListImage b"
            + " JOIN imagelist l ON l.id = b.fkImageList JOIN Image i ON i.id = b.fkImage"
            + " ORDER BY b.id");
  }

  @Test
  void itIsKnownByTheColumnOfImages() {
    assertThat(LegacySchemaMigration.is(sql)).isTrue();

    LegacySchemaMigration.upgrade(sql);

    assertThat(LegacySchemaMigration.is(sql)).isFalse();
    sql.execute("DROP TABLE Image");
    assertThat(LegacySchemaMigration.is(sql)).as("an empty database").isFalse();
  }

  @Test
  void readersSeeTheBindingsInTheOrderThatTheChangeGivesThem() {
    LegacySchemaMigration.view(sql);
    List<String> seen = bindings();
    sql.execute("DROP VIEW ImageListImage");

    LegacySchemaMigration.upgrade(sql);

    assertThat(bindings()).isEqualTo(seen).containsExactly("l3 i5", "l4 i6", "l3 i9");
  }

  @Test
  void everyRowKeepsItsNumber() {
    LegacySchemaMigration.upgrade(sql);

    assertThat(rows("SELECT id || identifier FROM Image ORDER BY id"))
        .containsExactly("5i5", "6i6", "7free", "9i9");
    assertThat(rows("SELECT id || identifier || ifnull(updated, '') FROM imagelist ORDER BY id"))
        .containsExactly("3l3", "4l42026-11-23 08:00:00.000000");
    assertThat(rows("SELECT id || ' ' || fkImage || value FROM ImageMetadata"))
        .containsExactly("12 5Five");
    assertThat(rows("SELECT id || ' ' || fkImageList || value FROM ImagelistMetadata"))
        .containsExactly("15 3Three");
  }

  /** Two images could not have one title. */
  @Test
  void keysAreUniqueNoMoreBeyondTheirItem() {
    String second =
        "INSERT INTO ImageMetadata (fkImage, key, value) VALUES (6, 'dc:title', 'Five')";
    assertThatThrownBy(() -> sql.update(second)).isInstanceOf(Failure.class);

    LegacySchemaMigration.upgrade(sql);

    assertThat(sql.update(second)).isEqualTo(1);
    assertThat(rows("SELECT name FROM sqlite_master WHERE name = 'vmcaster_new'")).isEmpty();
  }
}
