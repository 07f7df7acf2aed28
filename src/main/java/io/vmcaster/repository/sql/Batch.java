package io.vmcaster.repository.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One statement for many rows, which go to the database many at a time, the last ones at the end.
 */
final class Batch implements AutoCloseable {

  private static final int ROWS = 1000;

  private final PreparedStatement statement;
  private final SqlFailures failures;
  private int waiting;

  Batch(Connection connection, String sql, SqlFailures failures) {
    this.failures = failures;
    try {
      this.statement = connection.prepareStatement(sql);
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  /** Takes the values of one row. */
  void add(Object... values) {
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.addBatch();
      waiting++;
      if (waiting == ROWS) {
        send();
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  private void send() throws SQLException {
    statement.executeBatch();
    waiting = 0;
  }

  /** Writes the rows that wait. To be called when all went well: closing alone drops them. */
  void finish() {
    try {
      if (waiting > 0) {
        send();
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }
}
