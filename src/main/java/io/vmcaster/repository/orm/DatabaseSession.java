package io.vmcaster.repository.orm;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.orm.Orm.Unit;
import io.vmcaster.repository.sql.Statements;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/**
 * A connection in use: its transactions, with plain SQL and Hibernate in them. What either throws
 * becomes a failure here, and nowhere else. For one thread.
 */
public final class DatabaseSession extends Statements {

  private static final int PATIENCE_SECONDS = 20;

  private final SqlDialect dialect;
  private final Map<Unit, Session> orm = new HashMap<>();
  private boolean busy;

  /** Takes a connection over. */
  public DatabaseSession(Connection connection, SqlDialect dialect, String location) {
    super(connection, location);
    this.dialect = dialect;
  }

  /** Which database it is. */
  public SqlDialect dialect() {
    return dialect;
  }

  /** Hibernate with some of the tables, in the transaction there is. */
  Session orm(Unit unit) {
    return orm.computeIfAbsent(
        unit,
        each -> {
          Session session = factory(each).withOptions().connection(connection).openSession();
          session.setHibernateFlushMode(FlushMode.MANUAL);
          return session;
        });
  }

  /** Hibernate for rows by the thousand, in the transaction there is. */
  StatelessSession bulk() {
    return factory(Unit.ITEMS).openStatelessSession(connection);
  }

  private SessionFactory factory(Unit unit) {
    return Orm.factory(dialect.hibernate(), unit);
  }

  /** Reads what was there at one moment. Within a transaction it is that one's moment. */
  public <T> T read(Supplier<T> work) {
    return busy ? work.get() : transaction(dialect.beginReading, work);
  }

  /** Makes one change, wholly or not at all. */
  public <T> T write(Supplier<T> work) {
    return transaction(dialect.beginWriting, work);
  }

  private <T> T transaction(String begin, Supplier<T> work) {
    execute(begin);
    busy = true;
    try {
      T result = work.get();
      orm.values().forEach(Session::flush);
      execute("COMMIT");
      return result;
    } catch (PersistenceException e) {
      rollback(e);
      Optional<SQLException> reason = Failure.cause(e, SQLException.class);
      throw reason.isPresent() ? failure(reason.get()) : e;
    } catch (RuntimeException | Error e) {
      rollback(e);
      throw e;
    } finally {
      busy = false;
      orm.values().forEach(Session::close);
      orm.clear();
    }
  }

  private void rollback(Throwable cause) {
    try {
      execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the server has ended it. */
  public boolean isOver() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Asks the server whether it is still there. */
  public boolean isAlive() {
    try {
      return connection.isValid(PATIENCE_SECONDS);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What the databases write differently. */
  public enum SqlDialect {
    /** One file. A writer takes its lock at once: to find out later would lose what was read. */
    SQLITE("org.hibernate.community.dialect.SQLiteDialect", "BEGIN", "BEGIN IMMEDIATE"),

    /** A server. A reader sees all of a change or nothing, over as many queries as it makes. */
    POSTGRES(
        "org.hibernate.dialect.PostgreSQLDialect",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        "BEGIN");

    private final String hibernate;
    private final String beginReading;
    private final String beginWriting;

    /**
     * Refuses what this database cannot hold: PostgreSQL's texts have no NUL.
     *
     * @throws InvalidDataFailure naming the item and the key
     */
    public void requireStorable(Item item, String key, String text) {
      if (this == POSTGRES && (key + text + item.text()).indexOf(0) >= 0) {
        throw new InvalidDataFailure(
            "%s %s cannot be kept in PostgreSQL: %s holds a character zero"
                .formatted(item.kind().label(), item, key),
            "Set it without that; no consumer of image lists needs it.");
      }
    }

    /** The class of Hibernate's dialect. */
    public String hibernate() {
      return hibernate;
    }

    SqlDialect(String hibernate, String beginReading, String beginWriting) {
      this.hibernate = hibernate;
      this.beginReading = beginReading;
      this.beginWriting = beginWriting;
    }
  }
}
