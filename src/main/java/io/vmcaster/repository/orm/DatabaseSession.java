package io.vmcaster.repository.orm;

import io.vmcaster.repository.sql.DatabaseFailures;
import io.vmcaster.repository.sql.SqlDialect;
import io.vmcaster.repository.sql.Statements;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.StatelessSession;

/**
 * A connection in use: its transactions, with plain SQL and Hibernate in them. What either throws
 * becomes a failure here, and nowhere else. For one thread.
 */
public final class DatabaseSession implements AutoCloseable {

  private final Connection connection;
  private final SqlDialect dialect;
  private final DatabaseFailures failures;
  private final Statements sql;
  private Session orm;
  private boolean busy;

  /** Takes a connection over. */
  public DatabaseSession(Connection connection, SqlDialect dialect, DatabaseFailures failures) {
    this.connection = connection;
    this.dialect = dialect;
    this.failures = failures;
    this.sql = new Statements(connection, failures);
  }

  /** Plain SQL. */
  public Statements sql() {
    return sql;
  }

  /** Which database it is. */
  public SqlDialect dialect() {
    return dialect;
  }

  /** Hibernate, in the transaction there is. */
  Session orm() {
    if (orm == null) {
      orm = Orm.factory(dialect.hibernate()).withOptions().connection(connection).openSession();
      orm.setHibernateFlushMode(FlushMode.MANUAL);
    }
    return orm;
  }

  /** Hibernate for rows by the thousand, in the transaction there is. */
  StatelessSession bulk() {
    return Orm.factory(dialect.hibernate()).openStatelessSession(connection);
  }

  /** Reads what was there at one moment. Within a transaction it is that one's moment. */
  public <T> T read(Supplier<T> work) {
    return busy ? work.get() : transaction(dialect.beginReading(), work);
  }

  /** Makes one change, wholly or not at all. */
  public <T> T write(Supplier<T> work) {
    return transaction(dialect.beginWriting(), work);
  }

  private <T> T transaction(String begin, Supplier<T> work) {
    sql.execute(begin);
    busy = true;
    try {
      T result = work.get();
      if (orm != null) {
        orm.flush();
      }
      sql.execute("COMMIT");
      return result;
    } catch (PersistenceException e) {
      rollback(e);
      throw failures.of(e);
    } catch (RuntimeException | Error e) {
      rollback(e);
      throw e;
    } finally {
      busy = false;
      closeOrm();
    }
  }

  private void rollback(Throwable cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void closeOrm() {
    if (orm != null) {
      orm.close();
      orm = null;
    }
  }

  /** Whether the server has ended it. */
  public boolean isOver() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw failures.of(e);
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
