package io.vmcaster.repository.sql;

import io.vmcaster.model.Item;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.repository.Changes;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.Orm;
import io.vmcaster.run.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/** The repository in one SQLite file. */
public final class SqliteRepository implements Repository {

  private static final String DIALECT = "org.hibernate.community.dialect.SQLiteDialect";

  private final Path file;
  private final Messages messages;
  private final Duration busy;
  private final SqlFailures failures;
  private Connection connection;
  private Orm orm;
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
    boolean created = !Files.exists(file);
    rebuildIfOlder(created);
    try (RawFile raw = new RawFile(file)) {
      return change(work, raw, created);
    }
  }

  private <T> T change(Function<Changes, T> work, RawFile raw, boolean created) {
    Statements sql = connect(true);
    try {
      sql.execute("BEGIN IMMEDIATE");
      if (!current) {
        new SqliteFile(raw, sql, messages).bringUpToDate();
      }
      T result = work.apply(new SqlChanges(sql, this::orm));
      sql.execute("COMMIT");
      current = true;
      return result;
    } catch (RuntimeException | Error e) {
      rollback(sql, e);
      if (created) {
        removeEmpty();
      }
      throw e;
    }
  }

  /** Hibernate on the connection there is; it stays awake for the rest of the run. */
  private Orm orm() {
    if (orm == null) {
      orm = Orm.on(connection, DIALECT);
    }
    return orm;
  }

  private static void rollback(Statements sql, Throwable cause) {
    try {
      sql.execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** A change that was refused leaves no empty file behind. */
  private void removeEmpty() {
    close();
    try {
      if (Files.size(file) == 0) {
        Files.delete(file);
      }
    } catch (IOException e) {
      messages.detail("an empty " + file + " is left: " + e.getMessage());
    }
  }

  private void rebuildIfOlder(boolean created) {
    if (current || created) {
      return;
    }
    close();
    Connection loose = open(file.toString(), false);
    try (RawFile raw = new RawFile(file);
        Statements sql = new Statements(loose, failures)) {
      SqliteFile old = new SqliteFile(raw, sql, messages);
      if (old.needsRebuilding()) {
        sql.execute("BEGIN IMMEDIATE");
        old.rebuild();
        sql.execute("COMMIT");
      }
    }
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
      connection = open(inMemory ? ":memory:" : file.toString(), true);
      shadowed = !write && shadow(new Statements(connection, failures));
    }
    return new Statements(connection, failures);
  }

  /**
   * Gives a reader the tables that the file does not have yet, empty and for this connection only:
   * reading changes nothing. Whoever writes gets another connection.
   */
  private boolean shadow(Statements sql) {
    if (SqliteFile.requireKnown(file, sql) >= SqliteFile.SCHEMA) {
      return false;
    }
    Set<String> there =
        new HashSet<>(sql.query("SELECT name FROM sqlite_master", r -> r.getString(1)));
    if (OlderFile.is(sql)) {
      OlderFile.view(sql);
      there.add("ImageListImage");
    }
    for (String table : Schema.tables()) {
      if (there.stream().noneMatch(name -> table.contains("EXISTS \"" + name + "\" ("))) {
        sql.execute(table.replace("CREATE TABLE", "CREATE TEMP TABLE"));
      }
    }
    return true;
  }

  private Connection open(String name, boolean foreignKeys) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(foreignKeys);
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
