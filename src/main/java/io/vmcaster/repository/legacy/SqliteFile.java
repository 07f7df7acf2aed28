package io.vmcaster.repository.legacy;

import io.vmcaster.context.Messages;
import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.repository.legacy.Schema.Tables;
import io.vmcaster.repository.sql.SiblingFiles;
import io.vmcaster.repository.sql.Statements;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * Brings a SQLite file up to date before each change: tables and indexes that are not there, files
 * of older releases, and what the original program leaves behind, which it may do again whenever it
 * is used on the file. Whatever is lost by that is kept in a copy beside the file.
 *
 * <p>It reads the file beside SQLite. When a process closes a file, the system lets go of every
 * lock that it has on it, SQLite's among them (SQLite's "How to corrupt", 2.2); so this is closed
 * only when the transaction is over.
 */
public final class SqliteFile implements AutoCloseable {

  /** Where a SQLite file counts its changes (file format, 1.3.7). */
  private static final int CHANGE_COUNTER = 24;

  private static final String SEEN = "changes-seen";

  private final Path file;
  private final SiblingFiles siblings;
  private final Statements sql;
  private final Messages messages;
  private RandomAccessFile raw;

  /** A file on a connection to it; it need not be there before it is read. */
  public SqliteFile(Path file, SiblingFiles siblings, Statements sql, Messages messages) {
    this.file = file;
    this.siblings = siblings;
    this.sql = sql;
    this.messages = messages;
  }

  /**
   * Refuses a file that a later release has changed.
   *
   * @return the file's schema step, which is its {@code user_version}
   */
  public static long requireKnown(Path file, Statements sql) {
    long version = sql.first("PRAGMA user_version", r -> r.getLong(1)).orElse(0L);
    if (version > Schema.LATEST) {
      throw new ConfigurationFailure(
          "the database %s was made by a newer vmcaster (schema %d, this one knows %d)"
              .formatted(file, version, Schema.LATEST),
          "Use that vmcaster, or name another database with -d.");
    }
    return version;
  }

  /**
   * Refuses a file in which reading or changing one of our tables runs what somebody else has
   * written into it: a view in its place, a trigger on it. Neither the original nor we make any.
   */
  public static void requirePlainTables(Path file, Statements sql) {
    List<String[]> found =
        sql.query(
            "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('view', 'trigger')",
            row -> new String[] {row.getString(1), row.getString(2), row.getString(3)});
    for (String[] each : found) {
      if (Schema.tables().stream().anyMatch(table -> table.name().equalsIgnoreCase(each[2]))) {
        throw new ConfigurationFailure(
            "the database %s is not used: its %s %s would run with what is read from %s"
                .formatted(file, each[0], each[1], each[2]),
            "If you trust it, remove that with sqlite3; or name another database with -d.");
      }
    }
  }

  /** Whether a file is of the original's first releases, which takes a connection of its own. */
  public static boolean needsRebuilding(Path file, Statements sql) {
    return requireKnown(file, sql) < Schema.LATEST && LegacySchemaMigration.is(sql);
  }

  /** Rebuilds such a file, in a transaction without enforced foreign keys. */
  public void rebuild() {
    keepCopy("it is of an older release and is brought to the present form");
    LegacySchemaMigration.upgrade(sql);
  }

  /** Brings the file up to date, in the transaction of a change. */
  public void bringUpToDate() {
    long version = requireKnown(file, sql);
    if (version < Schema.LATEST) {
      Schema.tables().forEach(table -> sql.execute(table.create()));
      Schema.indexes().forEach(sql::execute);
      sql.execute("PRAGMA user_version = " + Schema.LATEST);
    }
    if (version < Schema.LATEST || changedByOthers()) {
      sweep();
    }
    rememberChange();
  }

  private void sweep() {
    OrphanCleanup orphans = new OrphanCleanup(sql);
    List<String> found = orphans.report();
    if (!found.isEmpty()) {
      keepCopy("it holds " + String.join(", ", found) + ", to be removed");
      orphans.remove();
    }
  }

  private void keepCopy(String why) {
    Path copy =
        file.resolveSibling(
            file.getFileName() + ".before-" + Instant.now().toString().replaceAll("[^0-9TZ]", ""));
    try (OwnFile kept = siblings.create(copy)) {
      ByteBuffer bytes = ByteBuffer.wrap(backUp());
      while (bytes.hasRemaining()) {
        kept.channel().write(bytes);
      }
      kept.channel().force(true);
    } catch (IOException | SQLException e) {
      throw new TemporaryFailure(
          "cannot keep a copy of the database as " + copy + ": " + e.getMessage(),
          "Make room there, or see whether the directory may be written; nothing was changed.",
          e);
    }
    messages.warn("the database " + file + ": " + why + "; a copy is kept as " + copy);
  }

  /**
   * By SQLite itself, from a connection of its own: what the log of a database in WAL mode holds is
   * in it, what this transaction has changed so far is not.
   */
  private byte[] backUp() throws SQLException {
    try (Connection own = new SQLiteConfig().createConnection("jdbc:sqlite:" + file)) {
      return own.unwrap(SQLiteConnection.class).serialize("main");
    }
  }

  /** Whether somebody else has written since a run of ours did. */
  private boolean changedByOthers() {
    return sql.first(
            "SELECT \"value\" FROM \"vmcaster_state\" WHERE \"name\" = ?", r -> r.getLong(1), SEEN)
        .filter(seen -> seen == changes())
        .isEmpty();
  }

  /** The commit of this transaction will count one more. */
  private void rememberChange() {
    sql.update("DELETE FROM \"vmcaster_state\" WHERE \"name\" = ?", SEEN);
    sql.update(
        "INSERT INTO \"vmcaster_state\" (\"name\", \"value\") VALUES (?, ?)", SEEN, changes() + 1);
  }

  /** How many transactions changed the file; 0 when that cannot be read. */
  private long changes() {
    try {
      if (raw == null) {
        raw = new RandomAccessFile(file.toFile(), "r");
      }
      raw.seek(CHANGE_COUNTER);
      return raw.readInt() & 0xffffffffL;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    try {
      if (raw != null) {
        raw.close();
      }
    } catch (IOException e) {
      // it was only read
      return;
    }
  }

  /**
   * Rows that the original program left behind: metadata and bindings of deleted items, which the
   * next item with the same row id would inherit, and duplicates. Who reads passes over them.
   */
  static final class OrphanCleanup {

    private final Statements sql;
    private final Map<Rows, String> conditions = new LinkedHashMap<>();

    OrphanCleanup(Statements sql) {
      this.sql = sql;
      for (Kind kind : Kind.values()) {
        Tables of = Tables.of(kind);
        add("orphaned", of.metadata(), missing(kind));
        add("doubled", of.metadata(), notOne("MAX", of.metadata(), of.reference(), "key"));
        if (of.bindings() != null) {
          add("orphaned", of.bindings(), missing(Kind.LIST) + " OR " + missing(kind));
          add(
              "doubled",
              of.bindings(),
              notOne("MIN", of.bindings(), "fkImageList", of.reference()));
        }
      }
    }

    private void add(String what, String table, String condition) {
      conditions.put(new Rows(what, table), "FROM \"" + table + "\" WHERE " + condition);
    }

    private record Rows(String what, String table) {}

    /** What there is, in words; nothing for a clean file. */
    List<String> report() {
      List<String> found = new ArrayList<>();
      conditions.forEach(
          (rows, condition) ->
              sql.first("SELECT COUNT(*) " + condition, r -> r.getLong(1))
                  .filter(count -> count > 0)
                  .ifPresent(
                      count ->
                          found.add(
                              Messages.count(count, rows.what() + " row")
                                  + " in "
                                  + rows.table())));
      return found;
    }

    /** Removes them. */
    void remove() {
      conditions.values().forEach(condition -> sql.execute("DELETE " + condition));
    }

    private static String missing(Kind kind) {
      return "(\"%s\" IS NULL OR \"%1$s\" NOT IN (SELECT \"id\" FROM \"%s\"))"
          .formatted(Tables.of(kind).reference(), Tables.of(kind).items());
    }

    /**
     * Of metadata the last row counts, of bindings the first, whose place in the order it keeps.
     */
    private static String notOne(String which, String table, String one, String other) {
      return "\"id\" NOT IN (SELECT %s(\"id\") FROM \"%s\" GROUP BY \"%s\", \"%s\")"
          .formatted(which, table, one, other);
    }
  }
}
