package io.vmcaster.repository.sql;

import io.vmcaster.error.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs SQL on one connection. */
public class Statements implements AutoCloseable {

  /** Reads a row. */
  @FunctionalInterface
  public interface RowReader<T> {
    /** Reads the row that the cursor is on. */
    T read(ResultSet row) throws SQLException;
  }

  /** The connection, which this owns. */
  protected final Connection connection;

  private final String location;

  /** Takes a connection over. */
  public Statements(Connection connection, String location) {
    this.connection = connection;
    this.location = location;
  }

  /** Every row of an answer. */
  public <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(reader.read(rows));
        }
        return all;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The first row of an answer. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) {
    List<T> all = query(sql, reader, values);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /** Runs a change; returns how many rows it touched. */
  public int update(String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Runs what has no answer. */
  public void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What went wrong in the driver, for the user. */
  protected final Failure failure(SQLException e) {
    return DatabaseFailures.of(location, e);
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Closes the connection, which undoes what was not committed. Does not fail. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The process is about to end, or another connection is made; nothing is lost with this one.
      return;
    }
  }
}
