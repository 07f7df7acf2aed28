package io.vmcaster.repository.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import io.vmcaster.repository.legacy.Schema.Table;
import io.vmcaster.repository.legacy.Schema.Tables;
import io.vmcaster.repository.sql.Statements;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConfig;

/** The tables in a database in memory, which enforces references as ours do. */
class SchemaTest {

  private Statements sql;

  @BeforeEach
  void create() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    sql = new Statements(config.createConnection("jdbc:sqlite::memory:"), "memory");
    Schema.tables().forEach(table -> sql.execute(table.create()));
    Schema.indexes().forEach(sql::execute);
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private List<String> names(String type) {
    return sql.query(
        "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL",
        row -> row.getString(1),
        type);
  }

  private List<String> columns(String schema, Table table) {
    return sql.query(
        "SELECT name || type || \"notnull\" || pk FROM pragma_table_info(?, ?)",
        row -> row.getString(1),
        table.name(),
        schema);
  }

  /** A run that was killed between two of them goes on where it was. */
  @Test
  void whatIsThereAlreadyIsLeftAsItIs() {
    sql.execute("INSERT INTO Image VALUES (1, 'i1')");
    Schema.tables().forEach(table -> sql.execute(table.create()));
    Schema.indexes().forEach(sql::execute);

    assertThat(names("table"))
        .containsExactlyElementsOf(Schema.tables().stream().map(Table::name).toList());
    assertThat(names("index")).hasSameSizeAs(Schema.indexes());
    assertThat(sql.first("SELECT identifier FROM Image", row -> row.getString(1))).contains("i1");
  }

  @Test
  void aTemporaryTableHasTheSameColumns() {
    for (Table table : Schema.tables()) {
      sql.execute(table.createTemporary());

      assertThat(columns("temp", table)).isEqualTo(columns("main", table)).isNotEmpty();
    }
  }

  /** Identifiers and values of any length, and row numbers as long as SQLite's. */
  @Test
  void postgresqlHasNoneOfSqlitesTypes() {
    assertThat(Schema.tables())
        .extracting(Table::createInPostgres)
        .allSatisfy(
            create ->
                assertThat(create)
                    .doesNotContain("VARCHAR", "INTEGER", "DATETIME", "BLOB")
                    .startsWith("CREATE TABLE IF NOT EXISTS \""));
    assertThat(Schema.tables())
        .filteredOn(table -> table.name().equals("vmcaster_publication"))
        .extracting(Table::createInPostgres)
        .first()
        .asString()
        .contains("\"message\" BYTEA NOT NULL", "\"id\" BIGINT NOT NULL PRIMARY KEY");
  }

  @ParameterizedTest
  @EnumSource
  void whatBelongsToAnItemGoesWithIt(Kind kind) {
    Tables tables = Tables.of(kind);
    sql.execute("INSERT INTO imagelist (id, identifier) VALUES (1, 'l1'), (2, 'l2')");
    if (kind != Kind.LIST) {
      sql.execute(
          "INSERT INTO \"%s\" (id, %s) VALUES (1, 'x')"
              .formatted(tables.items(), tables.identifier()));
      sql.execute(
          "INSERT INTO \"%s\" (\"fkImageList\", \"%s\") VALUES (2, 1)"
              .formatted(tables.bindings(), tables.reference()));
    }
    sql.execute(
        "INSERT INTO \"%s\" (\"%s\", key, value) VALUES (1, 'k', 'v')"
            .formatted(tables.metadata(), tables.reference()));

    assertThat(sql.update("DELETE FROM \"" + tables.items() + "\" WHERE id = 1")).isEqualTo(1);

    assertThat(count(tables.metadata())).isZero();
    if (tables.bindings() != null) {
      assertThat(count(tables.bindings())).isZero();
      assertThat(count("imagelist")).isEqualTo(2);
    }
  }

  private long count(String table) {
    return sql.first("SELECT COUNT(*) FROM \"" + table + "\"", row -> row.getLong(1)).orElseThrow();
  }

  /** The original writes texts alone; what we know of a text counts until it changes the text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dc:title | 7    | 7    | 7         | 7",
        "dc:title | 8    | 7    | 7         | \"8\"",
        "dc:title | true | true | \"true\"  | \"true\"",
        "dc:title | 7    |      |           | \"7\"",
        "hv:size  | 7    |      |           | 7",
        "hv:size  | 0    |      |           | 0",
        "hv:size  | 07   |      |           | \"07\"",
        "hv:size  | -7   |      |           | \"-7\"",
        "hv:size  | 7    | 7    | \"7\"     | \"7\"",
        "hv:size  | 12345678901234567890 | | | 12345678901234567890"
      })
  void aValueIsWhatItWasSetTo(String key, String text, String known, String json, String value) {
    assertThat(Tables.value(key, text, known, json)).isEqualTo(Json.read(value, "test"));
  }
}
