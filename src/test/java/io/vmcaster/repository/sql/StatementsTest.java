package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.ConfigurationFailure;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL on a real SQLite file. */
class StatementsTest {

  @TempDir Path directory;
  private Statements sql;

  @BeforeEach
  void open() throws SQLException {
    sql = connect();
    sql.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
    sql.update("INSERT INTO t (name) VALUES (?), (?)", "b", "a");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private Statements connect() throws SQLException {
    Path file = directory.resolve("dish.db");
    return new Statements(DriverManager.getConnection("jdbc:sqlite:" + file), file.toString());
  }

  @Test
  void rowsComeInTheOrderOfTheAnswer() {
    assertThat(sql.query("SELECT name FROM t ORDER BY id", row -> row.getString(1)))
        .containsExactly("b", "a");
    assertThat(sql.first("SELECT name FROM t ORDER BY name", row -> row.getString(1)))
        .contains("a");
    assertThat(sql.query("SELECT name FROM t WHERE id > ?", row -> row.getString(1), 2)).isEmpty();
    assertThat(sql.first("SELECT name FROM t WHERE id > ?", row -> row.getString(1), 2)).isEmpty();
  }

  @Test
  void aChangeTellsHowManyRowsItTouched() {
    assertThat(sql.update("UPDATE t SET name = name || ?", "x")).isEqualTo(2);
    assertThat(sql.update("DELETE FROM t WHERE name = ?", "ax")).isEqualTo(1);
    assertThat(sql.update("DELETE FROM t WHERE name = ?", "ax")).isZero();
  }

  @Test
  void aValueIsNeverSql() {
    String hostile = "'; DROP TABLE t; --";
    sql.update("INSERT INTO t (name) VALUES (?)", hostile);

    assertThat(sql.first("SELECT id FROM t WHERE name = ?", row -> row.getLong(1), hostile))
        .contains(3L);
  }

  @Test
  void whatTheDriverThrowsIsAFailureThatNamesTheDatabase() {
    for (String wrong : new String[] {"SELECT none FROM t", "SELECT 1 FROM none"}) {
      assertThatThrownBy(() -> sql.query(wrong, row -> 0))
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining(directory.resolve("dish.db").toString());
      assertThatThrownBy(() -> sql.update(wrong)).isInstanceOf(ConfigurationFailure.class);
      assertThatThrownBy(() -> sql.execute(wrong)).isInstanceOf(ConfigurationFailure.class);
    }
  }

  @Test
  void closingUndoesWhatWasNotCommitted() throws SQLException {
    sql.execute("BEGIN");
    sql.update("DELETE FROM t");
    sql.close();

    try (Statements again = connect()) {
      assertThat(again.first("SELECT COUNT(*) FROM t", row -> row.getInt(1))).contains(2);
    }
    assertThatCode(sql::close).as("once more").doesNotThrowAnyException();
  }
}
