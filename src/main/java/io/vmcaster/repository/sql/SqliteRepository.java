package io.vmcaster.repository.sql;

import io.vmcaster.failure.ConfigurationFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.repository.Changes;
import io.vmcaster.repository.Repository;
import io.vmcaster.run.Messages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/** The repository in one SQLite file. */
public final class SqliteRepository implements Repository {

  private static final int SCHEMA = 1;

  private final Path file;
  private final Messages messages;
  private final Duration busy;
  private final SqlFailures failures;
  private Connection connection;
  private boolean inMemory;
  private boolean shadowed;
  private boolean current;

  /** The database in a file, which need not exist yet. */
  public SqliteRepository(Path file, Duration busy, Messages messages) {
    this.file = file;
    this.busy = busy;
    this.messages = messages;
    this.failures = new SqlFailures(file.toString());
  }

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public Catalogue catalogue() {
    return new SqlCatalogue(connect(false));
  }

  @Override
  public <T> T change(Function<Changes, T> work) {
    Statements sql = connect(true);
    sql.execute("BEGIN IMMEDIATE");
    try {
      upgrade(sql);
      T result = work.apply(new SqlChanges(sql));
      sql.execute("COMMIT");
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

  private void upgrade(Statements sql) {
    if (current) {
      return;
    }
    long version = sql.first("PRAGMA user_version", r -> r.getLong(1)).orElse(0L);
    if (version > SCHEMA) {
      throw new ConfigurationFailure(
          "the database " + file + " was made by a newer vmcaster", "Use that one.");
    }
    if (version < SCHEMA) {
      Schema.tables().forEach(sql::execute);
      Schema.INDEXES.forEach(sql::execute);
      sql.execute("PRAGMA user_version = " + SCHEMA);
    }
    current = true;
  }

  private Statements connect(boolean write) {
    boolean there = Files.exists(file);
    if (connection != null && (write ? shadowed : inMemory && there)) {
      close();
    }
    if (connection == null) {
      inMemory = !there && !write;
      if (inMemory) {
        messages.info("there is no database at " + file + " yet: everything is empty");
      }
      connection = open(inMemory ? ":memory:" : file.toString());
      shadowed = !write && shadow(new Statements(connection, failures));
    }
    return new Statements(connection, failures);
  }

  /**
   * Gives a reader the tables that the file does not have yet, empty and for this connection only:
   * reading changes nothing. Whoever writes gets another connection.
   */
  private static boolean shadow(Statements sql) {
    if (sql.first("PRAGMA user_version", r -> r.getLong(1)).orElse(0L) >= SCHEMA) {
      return false;
    }
    Set<String> there =
        Set.copyOf(sql.query("SELECT name FROM sqlite_master", r -> r.getString(1)));
    for (String table : Schema.tables()) {
      if (there.stream().noneMatch(name -> table.contains("\"" + name + "\" ("))) {
        sql.execute(table.replace("CREATE TABLE", "CREATE TEMP TABLE"));
      }
    }
    return true;
  }

  private Connection open(String name) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) busy.toMillis());
    try {
      return config.createConnection("jdbc:sqlite:" + name);
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  @Override
  public Lock lock(Item item, Duration wait, String purpose) {
    return new FileLocks(file, messages).lock(item, wait, purpose);
  }

  @Override
  public void close() {
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
