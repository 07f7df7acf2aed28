package io.vmcaster.repository.sql;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what an error of the database means to a user. */
final class DatabaseFailures {

  private static final String LOGIN =
      "Check user and password in DISH_RDBMS or -d, PGPASSWORD, and the file that PGPASSFILE names,"
          + " else ~/.pgpass.";

  private static final String TLS =
      "Check sslmode and sslrootcert: the file holds the authority of the server's certificate,"
          + " which for verify-full names the host. A server without TLS is taken only without"
          + " sslmode.";

  /** What a user of every command needs on each table. */
  static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE";

  private static final Pattern TABLE = Pattern.compile("for (?:table|relation) (\\S+)");

  private final String location;
  private final SQLException error;

  private DatabaseFailures(String location, SQLException error) {
    this.location = location;
    this.error = error;
  }

  /** What went wrong in a driver; of a batch, what went wrong in its first statement. */
  static Failure of(String location, SQLException e) {
    SQLException first = e;
    while (first instanceof BatchUpdateException && first.getNextException() != null) {
      first = first.getNextException();
    }
    DatabaseFailures failures = new DatabaseFailures(location, first);
    return first instanceof SQLiteException sqlite
        ? failures.ofSqlite(sqlite)
        : failures.ofPostgres();
  }

  private Failure ofSqlite(SQLiteException e) {
    return switch (SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff)) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new LockedFailure("the database " + location + " is locked by another program", e);
      case SQLITE_FULL ->
          new TemporaryFailure(
              "the disk that holds the database " + location + " is full; nothing was changed",
              "Make room and try again.",
              e);
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          new ConfigurationFailure(
              location + " is not a database, or is damaged", "Name another one with -d.", e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
          e.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK
              ? unusable(
                  "a change to it did not end, and only who may write it can undo that",
                  "Use it once without mode=ro in its URL, as a user who may write it and its"
                      + " directory.")
              : notWritten(inTheWay().orElse(e.getResultCode().message));
      case SQLITE_ERROR -> // a table or column of ours is not there, and will not come
          unusable(
              // what SQLite itself says, which the driver puts in brackets behind its own words
              e.getMessage().replaceFirst("(?s)^.*?\\((.*)\\)$", "$1"),
              "It is not as vmcaster left it: put a copy back, or name another one with -d.");
      case SQLITE_IOERR -> // also when a file of its own cannot be opened
          inTheWay().map(this::notWritten).orElseGet(() -> temporary(e.getResultCode().message));
      default -> temporary(e.getResultCode().message);
    };
  }

  private Optional<String> inTheWay() {
    return new SiblingFiles(Path.of(location)).inTheWay();
  }

  private Failure notWritten(String reason) {
    Path directory = Path.of(location).toAbsolutePath().getParent();
    if (directory != null && Files.notExists(directory)) {
      return new ConfigurationFailure(
          "the database %s cannot be written: there is no directory %s"
              .formatted(location, directory),
          "Make it, or name another one with -d.",
          error);
    }
    boolean hidden = !Files.isReadable(Path.of(location)) && !Files.notExists(Path.of(location));
    return new ConfigurationFailure(
        "the database "
            + location
            + (hidden ? " cannot be read: it is not permitted" : " cannot be written: " + reason),
        "Check the permissions of the file and its directory, or name another one with -d.",
        error);
  }

  /** By the error's state (PostgreSQL's manual, appendix A). */
  private Failure ofPostgres() {
    // the driver of SQLite says so only in the reason behind its reason
    if (Failure.cause(error, NativeLibraryNotFoundException.class).isPresent()
        || Failure.cause(error, LinkageError.class).isPresent()) {
      return new ConfigurationFailure(
          "SQLite's machine code cannot be loaded, so the database " + location + " is not opened",
          "It is unpacked to a temporary directory, which may be full or mounted noexec: name"
              + " another one by JAVA_TOOL_OPTIONS=-Dorg.sqlite.tmpdir=DIR.",
          error);
    }
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String message = error.getMessage() == null ? "no reason given" : error.getMessage();
    // what libraries say ends with a full stop, what this program says does not
    String said = message.split("\n", 2)[0].replaceFirst("\\.$", "");
    return switch (state) {
      case "55P03" ->
          new LockedFailure("the database " + location + " is being changed by another run", error);
      case "42501" -> unusable(said, lackingRight(said));
      case "25006" -> unusable(said, "It may only be read: name the primary server.");
      case "22021", "22P05" ->
          new InvalidDataFailure(
              "the database " + location + " cannot hold such a text: " + said, null, error);
      case "08004" -> unusable(said, said.contains("SSL") ? TLS : LOGIN);
      case "08P01" -> ofProtocol(said);
      case "22023" -> unusable(said, "Check the options in DISH_RDBMS or -d.");
      case "08001", "08006" -> ofConnection(said);
      default ->
          state.startsWith("28")
              ? unusable(said, LOGIN)
              : state.startsWith("3") || state.startsWith("42")
                  ? unusable(said, "Check its name in DISH_RDBMS or -d; createdb makes one.")
                  : temporary(said);
    };
  }

  /** What an owner has to grant. */
  static String grant(String rights, String on) {
    return "its owner grants the right: GRANT " + rights + " ON " + on + " TO user";
  }

  /** The server names what it refuses: {@code permission denied for table imagelist}. */
  private static String lackingRight(String said) {
    Matcher table = TABLE.matcher(said);
    String grant =
        table.find()
            ? grant(RIGHTS, "\"" + table.group(1).replace("\"", "") + "\"")
                + ", or ON ALL TABLES IN SCHEMA public"
            : grant("CREATE", "SCHEMA public");
    return sentence(grant);
  }

  /** Advice as a failure gives it. */
  static String sentence(String advice) {
    return Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".";
  }

  /** A broken connection heals by itself; a server that is not the expected one does not. */
  private Failure ofConnection(String said) {
    if (Failure.cause(error, UnknownHostException.class).isPresent()) {
      return temporary("its host is not known");
    }
    if (Failure.cause(error, GeneralSecurityException.class).isPresent()
        || !Failure.cause(error, IOException.class).isPresent()) {
      return unusable(said, TLS);
    }
    boolean vague = said.equals("The connection attempt failed");
    return temporary(vague ? error.getCause().getMessage() : said);
  }

  /** What does not speak as PostgreSQL does; a pooler that speaks it has failures that pass. */
  private Failure ofProtocol(String said) {
    return error instanceof PSQLException driver && driver.getServerErrorMessage() == null
        ? unusable("what answers there is no PostgreSQL (" + said + ")", "Check host and port.")
        : temporary(said);
  }

  private Failure unusable(String said, String advice) {
    return new ConfigurationFailure(
        "the database " + location + " cannot be used: " + said, advice, error);
  }

  private Failure temporary(String said) {
    return new TemporaryFailure(
        "the database " + location + " failed: " + said, "Try again later.", error);
  }
}
