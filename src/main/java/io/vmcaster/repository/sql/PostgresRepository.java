package io.vmcaster.repository.sql;

import io.vmcaster.failure.ConfigurationFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.repository.Changes;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.Orm;
import io.vmcaster.run.Messages;
import io.vmcaster.run.log.JavaLogging;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;

/**
 * The repository in a PostgreSQL database that a team shares: the same tables, under the same
 * quoted names, as in a SQLite file. One change at a time is made, which an advisory lock sees to.
 */
public final class PostgresRepository implements Repository {

  private static final String DIALECT = "org.hibernate.dialect.PostgreSQLDialect";

  /** The key of the lock on changes: "vmcaster" in eight bytes. */
  private static final long CHANGES = 0x766d636173746572L;

  private final PostgresUrl url;
  private final Duration wait;
  private final Messages messages;
  private final SqlFailures failures;
  private JavaLogging driverLog;
  private Connection connection;
  private Orm orm;
  private boolean current;

  /** A database on a server. */
  public PostgresRepository(PostgresUrl url, Duration wait, Messages messages) {
    this.url = url;
    this.wait = wait;
    this.messages = messages;
    this.failures = new SqlFailures(url.location());
  }

  @Override
  public String location() {
    return url.location();
  }

  @Override
  public Catalogue catalogue() {
    Statements sql = connect();
    if (!current) {
      current = version(sql) == SqliteFile.SCHEMA;
    }
    return current ? new SqlCatalogue(sql) : new NothingYet();
  }

  @Override
  public <T> T change(Function<Changes, T> work) {
    Statements sql = connect();
    sql.execute("BEGIN");
    try {
      sql.execute("SET LOCAL lock_timeout = " + Math.max(1, wait.toMillis()));
      sql.query("SELECT pg_advisory_xact_lock(?)", r -> 0, CHANGES);
      if (!current && version(sql) < SqliteFile.SCHEMA) {
        create(sql);
      }
      T result = work.apply(new SqlChanges(sql, this::orm));
      sql.execute("COMMIT");
      current = true;
      return result;
    } catch (RuntimeException | Error e) {
      rollback(sql, e);
      throw e;
    }
  }

  private static void rollback(Statements sql, Throwable cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private long version(Statements sql) {
    boolean there =
        sql.first("SELECT to_regclass('\"vmcaster_state\"') IS NOT NULL", r -> r.getBoolean(1))
            .orElse(false);
    long version =
        there
            ? sql.first(
                    "SELECT \"value\" FROM \"vmcaster_state\" WHERE \"name\" = 'schema'",
                    r -> r.getLong(1))
                .orElse(0L)
            : 0;
    if (version > SqliteFile.SCHEMA) {
      throw new ConfigurationFailure(
          "the database " + location() + " was made by a newer vmcaster",
          "Use that vmcaster, or name another database with -d.");
    }
    return version;
  }

  private static void create(Statements sql) {
    Schema.tables().forEach(table -> sql.execute(Schema.forPostgres(table)));
    Schema.INDEXES.forEach(sql::execute);
    sql.update(
        "INSERT INTO \"vmcaster_state\" (\"name\", \"value\") VALUES ('schema', ?)",
        SqliteFile.SCHEMA);
  }

  private Orm orm() {
    if (orm == null) {
      orm = Orm.on(connection, DIALECT);
    }
    return orm;
  }

  private Statements connect() {
    if (connection == null) {
      connection = open("vmcaster");
    }
    return new Statements(connection, failures);
  }

  private Connection open(String application) {
    if (driverLog == null) {
      driverLog = JavaLogging.takeOver("org.postgresql");
    }
    Properties properties = new Properties();
    properties.putAll(url.properties());
    properties.setProperty("ApplicationName", application);
    properties.setProperty("stringtype", "unspecified"); // text for a timestamp
    properties.putIfAbsent("connectTimeout", "20");
    try {
      return DriverManager.getConnection(url.jdbc(), properties);
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  @Override
  public Lock lock(Item item, Duration wait, String purpose) {
    return new AdvisoryLocks(this::open, failures, messages).lock(item, wait, purpose);
  }

  @Override
  public void close() {
    if (orm != null) {
      orm.close();
      orm = null;
    }
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        messages.detail("closing the database: " + e.getMessage());
      }
      connection = null;
    }
  }
}
