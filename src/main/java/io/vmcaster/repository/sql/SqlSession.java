package io.vmcaster.repository.sql;

import io.vmcaster.repository.orm.Orm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A connection in use: its transactions, plain SQL, and Hibernate from when it is first needed,
 * which then stays awake. For one thread.
 */
final class SqlSession implements AutoCloseable {

  private final Connection connection;
  private final SqlDialect flavour;
  private final SqlFailures failures;
  private final Statements sql;
  private Orm orm;
  private boolean busy;

  /** Takes a connection over. */
  SqlSession(Connection connection, SqlDialect flavour, SqlFailures failures) {
    this.connection = connection;
    this.flavour = flavour;
    this.failures = failures;
    this.sql = new Statements(connection, failures);
  }

  Statements sql() {
    return sql;
  }

  /** Which database it is. */
  SqlDialect flavour() {
    return flavour;
  }

  /** Hibernate, in the transaction there is. */
  Orm orm() {
    if (orm == null) {
      orm = Orm.on(connection, flavour.dialect);
    }
    return orm;
  }

  /** Reads what was there at one moment. Within a transaction it is that one's moment. */
  <T> T read(Supplier<T> work) {
    return busy ? work.get() : transaction(flavour.beginReading, work);
  }

  /** Makes one change, wholly or not at all. */
  <T> T write(Supplier<T> work) {
    return transaction(flavour.beginWriting, work);
  }

  private <T> T transaction(String begin, Supplier<T> work) {
    sql.execute(begin);
    busy = true;
    try {
      T result = work.get();
      sql.execute("COMMIT");
      return result;
    } catch (RuntimeException | Error e) {
      rollback(e);
      throw e;
    } finally {
      busy = false;
    }
  }

  private void rollback(Throwable cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the server has ended it. */
  boolean isOver() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  /** Closes the connection, which undoes what was not committed. Does not fail. */
  @Override
  public void close() {
    if (orm != null) {
      orm.close();
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // The process is about to end, or another connection is made; nothing is lost with this one.
      return;
    }
  }
}
