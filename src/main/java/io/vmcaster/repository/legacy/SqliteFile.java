package io.vmcaster.repository.legacy;

import io.vmcaster.context.Messages;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.repository.sql.Statements;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Brings a SQLite file up to date before each change: tables and indexes that are not there, files
 * of older releases, and what the original program leaves behind, which it may do again whenever it
 * is used on the file. Whatever is lost by that is kept in a copy beside the file.
 */
public final class SqliteFile {

  /** The number of the latest schema step, kept as the file's {@code user_version}. */
  public static final long SCHEMA = 2;

  private static final String SEEN = "changes-seen";

  private final Path file;
  private final RawFile raw;
  private final Statements sql;
  private final Messages messages;

  /**
   * A file in a transaction.
   *
   * @param raw its bytes; closed when the transaction is over
   */
  public SqliteFile(RawFile raw, Statements sql, Messages messages) {
    this.file = raw.path();
    this.raw = raw;
    this.sql = sql;
    this.messages = messages;
  }

  /**
   * Refuses a file that a later release has changed.
   *
   * @return the file's schema step
   */
  public static long requireKnown(Path file, Statements sql) {
    long version = sql.first("PRAGMA user_version", r -> r.getLong(1)).orElse(0L);
    if (version > SCHEMA) {
      throw new ConfigurationFailure(
          "the database "
              + file
              + " was made by a newer vmcaster (schema "
              + version
              + ", this one knows "
              + SCHEMA
              + ")",
          "Use that vmcaster, or name another database with -d.");
    }
    return version;
  }

  /** Whether the file is of the original's first releases, which takes a connection of its own. */
  public boolean needsRebuilding() {
    return requireKnown(file, sql) < SCHEMA && LegacySchemaMigration.is(sql);
  }

  /** Rebuilds such a file, in a transaction without enforced foreign keys. */
  public void rebuild() {
    keepCopy("it is of an older release and is brought to the present form");
    LegacySchemaMigration.upgrade(sql);
  }

  /** Brings the file up to date, in the transaction of a change. */
  public void bringUpToDate() {
    long version = requireKnown(file, sql);
    if (version < SCHEMA) {
      Schema.tables().forEach(sql::execute);
      Schema.INDEXES.forEach(sql::execute);
      sql.execute("PRAGMA user_version = " + SCHEMA);
    }
    if (version < SCHEMA || changedByOthers()) {
      sweep();
    }
    rememberChange();
  }

  private void sweep() {
    OrphanCleanup leftovers = new OrphanCleanup(sql);
    List<String> found = leftovers.report();
    if (!found.isEmpty()) {
      keepCopy("it holds " + String.join(", ", found) + ", which are removed");
      leftovers.remove();
    }
  }

  private void keepCopy(String why) {
    Path copy = file.resolveSibling(file.getFileName() + ".before-" + stamp());
    try {
      raw.copyTo(copy);
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot keep a copy of the database as " + copy + ": " + e.getMessage(),
          "Make room there, or see whether the directory may be written; nothing was changed.",
          e);
    }
    messages.warn("the database " + file + ": " + why + "; a copy is kept as " + copy);
  }

  private static String stamp() {
    return Instant.now().toString().replaceAll("[^0-9TZ]", "");
  }

  /** Whether somebody else has written since a run of ours did. */
  private boolean changedByOthers() {
    return sql.first(
            "SELECT \"value\" FROM \"vmcaster_state\" WHERE \"name\" = '" + SEEN + "'",
            r -> r.getLong(1))
        .filter(seen -> seen == raw.changes())
        .isEmpty();
  }

  /** The commit of this transaction will count one more. */
  private void rememberChange() {
    sql.update("DELETE FROM \"vmcaster_state\" WHERE \"name\" = ?", SEEN);
    sql.update(
        "INSERT INTO \"vmcaster_state\" (\"name\", \"value\") VALUES (?, ?)",
        SEEN,
        raw.changes() + 1);
  }
}
