package io.vmcaster.repository.sql;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.legacy.Schema;
import io.vmcaster.repository.orm.DatabaseSession;
import io.vmcaster.repository.orm.DatabaseSession.SqlDialect;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The repository in a PostgreSQL database that a team shares: the same tables, under the same
 * quoted names, as in a SQLite file. One change at a time is made, which an advisory lock sees to.
 */
public final class PostgresRepository implements Repository {

  /** The key of the lock on changes: "vmcaster" in eight bytes. */
  private static final long CHANGES = 0x766d636173746572L;

  private final PostgresUrl url;

  private final Duration wait;
  private final AdvisoryLocks locks;
  private DatabaseSession session;
  private boolean current;

  /** A database on a server. */
  public PostgresRepository(PostgresUrl url, Duration wait, Messages messages) {
    this.url = url;
    this.wait = wait;
    this.locks = new AdvisoryLocks(this::open, location(), messages);
  }

  @Override
  public String location() {
    return url.location();
  }

  @Override
  public Look look() {
    return new SqlLook(readable());
  }

  @Override
  public ReadTransaction contents() {
    return new ReadTransaction(readable());
  }

  /** A database without our tables is read as an empty one of SQLite's. */
  private DatabaseSession readable() {
    DatabaseSession open = connect();
    if (!current) {
      long version = version(open);
      if (version > 0 && version < Schema.LATEST) {
        change(changes -> null); // brings it up to date; a team's readers are its writers
      }
      current = version > 0;
    }
    return current ? open : SqliteRepository.empty(location());
  }

  @Override
  public <T> T read(Function<ReadTransaction, T> work) {
    DatabaseSession open = readable();
    return open.read(() -> work.apply(new ReadTransaction(open)));
  }

  @Override
  public Optional<String> obstacle() {
    readable();
    if (ask("current_setting('transaction_read_only') = 'on'")) {
      return Optional.of("the server takes no changes: name the primary server");
    }
    if (!current) {
      return ask("has_schema_privilege(current_schema(), 'CREATE')")
          ? Optional.empty()
          : Optional.of(DatabaseFailures.grant("CREATE", "SCHEMA public"));
    }
    List<String> closed =
        Schema.tables().stream()
            .map(table -> '"' + table.name() + '"')
            .filter(
                table ->
                    !ask( // in one question: the server may be far away
                        Stream.of(DatabaseFailures.RIGHTS.split(", "))
                            .map(right -> "has_table_privilege('" + table + "', '" + right + "')")
                            .collect(Collectors.joining(" AND "))))
            .toList();
    return closed.isEmpty()
        ? Optional.empty()
        : Optional.of(DatabaseFailures.grant(DatabaseFailures.RIGHTS, String.join(", ", closed)));
  }

  private boolean ask(String condition) {
    return session.first("SELECT " + condition, r -> r.getBoolean(1)).orElse(false);
  }

  @Override
  public <T> T change(Function<WriteTransaction, T> work) {
    DatabaseSession open = connect();
    T result =
        open.write(
            () -> {
              prepare(open);
              return work.apply(new WriteTransaction(open));
            });
    current = true;
    return result;
  }

  /** Waits for its turn; the first one makes the tables. */
  private void prepare(Statements sql) {
    requireLocks();
    sql.execute("SET LOCAL lock_timeout = " + Math.max(1, wait.toMillis()));
    sql.query("SELECT pg_advisory_xact_lock(?)", r -> 0, CHANGES);
    if (!current && version(sql) < Schema.LATEST) {
      create(sql);
    }
  }

  private long version(Statements sql) {
    boolean there =
        sql.first("SELECT to_regclass('\"vmcaster_state\"') IS NOT NULL", r -> r.getBoolean(1))
            .orElse(false);
    String query = "SELECT \"value\" FROM \"vmcaster_state\" WHERE \"name\" = 'schema'";
    long version = there ? sql.first(query, r -> r.getLong(1)).orElse(0L) : 0;
    if (version > Schema.LATEST) {
      throw new ConfigurationFailure(
          "the database " + location() + " was made by a newer vmcaster",
          "Use that vmcaster, or name another database with -d.");
    }
    return version;
  }

  private static void create(Statements sql) {
    Schema.tables().forEach(table -> sql.execute(table.createInPostgres()));
    Schema.indexes().forEach(sql::execute);
    sql.update("DELETE FROM \"vmcaster_state\" WHERE \"name\" = 'schema'");
    sql.update(
        "INSERT INTO \"vmcaster_state\" (\"name\", \"value\") VALUES ('schema', ?)", Schema.LATEST);
  }

  /** A session that the server has ended is replaced by a new one. */
  private DatabaseSession connect() {
    if (session != null && session.isOver()) {
      close();
    }
    if (session == null) {
      session = open("vmcaster");
    }
    return session;
  }

  private DatabaseSession open(String application) {
    Properties properties = new Properties();
    properties.putAll(url.properties());
    properties.setProperty("ApplicationName", application);
    properties.setProperty("stringtype", "unspecified"); // text for a timestamp
    properties.putIfAbsent("connectTimeout", "20");
    // a statement that is kept on the server is another's behind a pooler such as PgBouncer
    properties.putIfAbsent("prepareThreshold", "0");
    properties.setProperty("tcpKeepAlive", "true"); // a long upload leaves it without a word
    try {
      return new DatabaseSession(
          DriverManager.getConnection(url.jdbc(), properties), SqlDialect.POSTGRES, location());
    } catch (SQLException e) {
      throw DatabaseFailures.of(location(), e);
    }
  }

  @Override
  public Lock lock(Item item, Duration wait, String purpose) {
    return locks.lock(item, wait, purpose);
  }

  @Override
  public void requireLocks() {
    locks.requireHeld();
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
