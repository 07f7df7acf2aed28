package io.vmcaster.repository.sql;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.legacy.LegacySchemaMigration;
import io.vmcaster.repository.legacy.Schema;
import io.vmcaster.repository.legacy.Schema.Table;
import io.vmcaster.repository.legacy.SqliteFile;
import io.vmcaster.repository.orm.DatabaseSession;
import io.vmcaster.repository.orm.DatabaseSession.SqlDialect;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import io.vmcaster.repository.sql.DatabaseUrl.SqliteUrl;
import io.vmcaster.repository.sql.DatabaseUrl.SqliteUrl.Access;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** The repository in one SQLite file. */
public final class SqliteRepository implements Repository {

  private static final String MEMORY = ":memory:";

  private final Path file;
  private final SiblingFiles siblings;
  private final Messages messages;
  private final Duration busy;
  private final Access access;
  private DatabaseSession session;
  private boolean inMemory;
  private boolean shadowed;
  private boolean current;

  /** The database in a file, which need not exist yet. */
  public SqliteRepository(Path file, Duration busy, Messages messages) {
    this(new SqliteUrl(file, busy, Access.CREATE), messages);
  }

  /** The database that a URL names, which need not exist yet. */
  public SqliteRepository(SqliteUrl url, Messages messages) {
    this.file = SiblingFiles.real(url.file());
    this.siblings = new SiblingFiles(file);
    this.busy = url.timeout();
    this.access = url.access();
    this.messages = messages;
  }

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public Look look() {
    return new SqlLook(connect(false));
  }

  @Override
  public ReadTransaction contents() {
    return new ReadTransaction(connect(false));
  }

  @Override
  public <T> T read(Function<ReadTransaction, T> work) {
    DatabaseSession open = connect(false);
    return open.read(() -> work.apply(new ReadTransaction(open)));
  }

  /** SQLite writes a journal beside the file, and locks are files there. */
  @Override
  public Optional<String> obstacle() {
    Optional<String> closed = closedByUrl();
    if (closed.isPresent()) {
      return closed.map(advice -> (access == Access.READ ? "" : "it is not there: ") + advice);
    }
    if (!Files.isWritable(file.getParent()) || (Files.exists(file) && !Files.isWritable(file))) {
      return Optional.of(
          "see that its directory is there and may be written, as the file may, or name another"
              + " by -d");
    }
    return siblings.obstacle();
  }

  @Override
  public <T> T change(Function<WriteTransaction, T> work) {
    requireAccess();
    if (current || !isNew(file)) {
      return changeNow(work);
    }
    CreationLock creation = CreationLock.take(file, busy);
    try (creation) {
      return changeNow(work);
    }
  }

  /** Whether a database is still to be made. */
  static boolean isNew(Path database) {
    try {
      return Files.size(database) == 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** What to do about a URL that keeps the database from being changed; empty when none does. */
  private Optional<String> closedByUrl() {
    if (access == Access.READ) {
      return Optional.of("leave mode=ro and immutable out of its URL to change it");
    }
    return access == Access.WRITE && Files.notExists(file)
        ? Optional.of("leave mode=rw out of its URL to make it, or name another one with -d")
        : Optional.empty();
  }

  private void requireAccess() {
    closedByUrl()
        .ifPresent(
            advice -> {
              throw new ConfigurationFailure(
                  access == Access.READ
                      ? "the database " + file + " is opened to be read alone, as its URL says"
                      : "there is no database " + file + ", and its URL does not make one",
                  DatabaseFailures.sentence(advice));
            });
  }

  private <T> T changeNow(Function<WriteTransaction, T> work) {
    boolean created = !Files.exists(file);
    try {
      if (!current && SqliteFile.needsRebuilding(file, connect(true))) {
        rebuild();
      }
      DatabaseSession open = connect(true);
      try (SqliteFile raw = new SqliteFile(file, siblings, open, messages)) {
        T result =
            open.write(
                () -> {
                  raw.bringUpToDate();
                  return work.apply(new WriteTransaction(open));
                });
        current = true;
        return result;
      }
    } catch (RuntimeException | Error e) {
      if (created) {
        removeEmpty();
      }
      throw e;
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
      LoggerFactory.getLogger(SqliteRepository.class)
          .debug("an empty " + file + " is left: " + e.getMessage());
    }
  }

  private void rebuild() {
    close();
    try (DatabaseSession loose = session(file.toString(), false);
        SqliteFile old = new SqliteFile(file, siblings, loose, messages)) {
      loose.write(
          () -> {
            old.rebuild();
            return null;
          });
    }
  }

  private DatabaseSession connect(boolean write) {
    boolean there = !Files.notExists(file); // who may not look at it is told so as it is opened
    if (session != null && (write ? shadowed : inMemory && there)) {
      close();
    }
    if (session == null) {
      inMemory = !there && !write;
      if (inMemory) {
        messages.info("there is no database at " + file + " yet: everything is empty");
      }
      siblings.foreignOwner().ifPresent(messages::warn);
      session = session(inMemory ? MEMORY : file.toString(), true);
      shadowed = !write && shadow(session);
    }
    return session;
  }

  /**
   * Gives a reader the tables that the file does not have yet, empty and for this connection only:
   * reading changes nothing. Whoever writes gets another connection.
   */
  private boolean shadow(Statements sql) {
    if (SqliteFile.requireKnown(file, sql) >= Schema.LATEST) {
      return false;
    }
    Set<String> there =
        new HashSet<>(sql.query("SELECT name FROM sqlite_master", r -> r.getString(1)));
    if (LegacySchemaMigration.is(sql)) {
      LegacySchemaMigration.view(sql);
      there.add("ImageListImage");
    }
    for (Table table : Schema.tables()) {
      if (!there.contains(table.name())) {
        sql.execute(table.createTemporary());
      }
    }
    return true;
  }

  /** A database in memory with nothing in its tables. */
  static DatabaseSession empty(String location) {
    DatabaseSession session = open(MEMORY, new SQLiteConfig(), location);
    Schema.tables().forEach(table -> session.execute(table.create()));
    return session;
  }

  private DatabaseSession session(String name, boolean foreignKeys) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(foreignKeys);
    config.setBusyTimeout((int) busy.toMillis());
    config.setReadOnly(access == Access.READ && !name.equals(MEMORY));
    DatabaseSession opened = open(name, config, location());
    try {
      opened.execute("PRAGMA trusted_schema = OFF");
      SqliteFile.requirePlainTables(file, opened);
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static DatabaseSession open(String name, SQLiteConfig config, String location) {
    SqliteLibrary.load();
    try {
      return new DatabaseSession(
          config.createConnection("jdbc:sqlite:" + name), SqlDialect.SQLITE, location);
    } catch (SQLException e) {
      throw DatabaseFailures.of(location, e);
    }
  }

  @Override
  public Lock lock(Item item, Duration wait, String purpose) {
    requireAccess();
    return siblings.lock(item, wait, purpose, messages);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /**
   * The machine code of SQLite, which the driver otherwise unpacks from the jar and compares at
   * each start. The launcher keeps it beside its archive and names it to the driver by {@code
   * org.sqlite.lib.path} and {@code org.sqlite.lib.name}.
   */
  public static final class SqliteLibrary {

    private static boolean loaded;

    private SqliteLibrary() {}

    /**
     * Has the driver load it. The driver runs a program to learn what machine this is, and forgets
     * an interrupt that comes meanwhile, so it does that in a thread of its own.
     *
     * @throws InterruptedFailure when this thread is interrupted meanwhile; it stays so
     */
    static synchronized void load() {
      if (loaded) {
        return;
      }
      Thread loading = new Thread(SqliteLibrary::initialize, "sqlite");
      loading.setDaemon(true);
      loading.start();
      try {
        loading.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedFailure("interrupted while SQLite is loaded", e);
      }
      loaded = true;
    }

    private static void initialize() {
      try {
        SQLiteJDBCLoader.initialize();
      } catch (Exception e) {
        // who opens a database is told: then the driver tries again
      }
    }

    /**
     * Writes the library for this machine to a file, or leaves it as it is where the driver has
     * none.
     */
    public static void unpack(Path file) throws IOException {
      String resource =
          LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
      try (InputStream in = SqliteLibrary.class.getResourceAsStream(resource)) {
        if (in != null) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
