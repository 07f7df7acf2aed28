package io.vmcaster.repository.sql;

import io.vmcaster.error.Causes;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what an error of the database means to a user. */
final class DatabaseFailures {

  private final String location;

  /** Of a database. */
  DatabaseFailures(String location) {
    this.location = location;
  }

  /** What went wrong in a driver; of a batch, what went wrong in its first statement. */
  Failure of(SQLException e) {
    SQLException first = e;
    while (first instanceof BatchUpdateException && first.getNextException() != null) {
      first = first.getNextException();
    }
    return ofStatement(first);
  }

  private Failure ofStatement(SQLException e) {
    if (e instanceof SQLiteException sqlite) {
      return ofSqlite(sqlite);
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said = e.getMessage() == null ? "no reason given" : firstLine(e.getMessage());
    if (isAboutMachineCode(e)) {
      return new ConfigurationFailure(
          "SQLite's machine code cannot be loaded, so the database " + location + " is not opened",
          "It is unpacked to a temporary directory, which may be full or mounted noexec: name"
              + " another one by JAVA_TOOL_OPTIONS=-Dorg.sqlite.tmpdir=DIR.",
          e);
    }
    return new PostgresFailures(location).of(e, state, said);
  }

  private Failure ofSqlite(SQLiteException e) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new LockedFailure(
              "the database " + location + " is locked by another program",
              "Try again when it is done, or wait longer with --lock-wait SECONDS.",
              e);
      case SQLITE_FULL ->
          new TemporaryFailure(
              "the disk that holds the database " + location + " is full; nothing was changed",
              "Make room and try again.",
              e);
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          new ConfigurationFailure(
              location + " is not a database, or is damaged", "Name another one with -d.", e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
          notWritten(e, siblings().inTheWay().orElse(e.getResultCode().message));
      case SQLITE_ERROR -> // a table or column of ours is not there, and will not come
          new ConfigurationFailure(
              "the database " + location + " cannot be used: " + detail(e),
              "It is not as vmcaster left it: put a copy back, or name another one with -d.",
              e);
      case SQLITE_IOERR -> // also when a file of its own cannot be opened
          siblings()
              .inTheWay()
              .<Failure>map(reason -> notWritten(e, reason))
              .orElseGet(() -> failed(e));
      default -> failed(e);
    };
  }

  private SiblingFiles siblings() {
    return new SiblingFiles(Path.of(location));
  }

  private Failure notWritten(SQLiteException e, String reason) {
    boolean hidden = !Files.isReadable(Path.of(location)) && !Files.notExists(Path.of(location));
    return new ConfigurationFailure(
        "the database "
            + location
            + (hidden ? " cannot be read: it is not permitted" : " cannot be written: " + reason),
        "Check the permissions of the file and its directory, or name another one with -d.",
        e);
  }

  private Failure failed(SQLiteException e) {
    return new TemporaryFailure(
        "the database " + location + " failed: " + e.getResultCode().message,
        "Try again later.",
        e);
  }

  /** What SQLite itself says, which the driver puts in brackets behind its own words. */
  private static String detail(SQLiteException e) {
    return e.getMessage().replaceFirst("(?s)^.*?\\((.*)\\)$", "$1");
  }

  /** The driver says so only in the reason behind its reason. */
  private static boolean isAboutMachineCode(SQLException e) {
    return Causes.has(e, NativeLibraryNotFoundException.class) || Causes.has(e, LinkageError.class);
  }

  /** What libraries say ends with a full stop, what this program says does not. */
  private static String firstLine(String message) {
    return message.split("\n", 2)[0].replaceFirst("\\.$", "");
  }
}
