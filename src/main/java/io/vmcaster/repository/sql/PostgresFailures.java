package io.vmcaster.repository.sql;

import io.vmcaster.error.Causes;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

/** Says what an error of PostgreSQL means, by its state (its manual, appendix A). */
final class PostgresFailures {

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

  PostgresFailures(String location) {
    this.location = location;
  }

  /**
   * The failure.
   *
   * @param state the error's SQL state; empty for none
   * @param said what the server or driver says, in a line
   */
  Failure of(SQLException e, String state, String said) {
    return switch (state) {
      case "55P03" ->
          new LockedFailure(
              "the database " + location + " is being changed by another run",
              "Try again when it is done, or wait longer with --lock-wait SECONDS.",
              e);
      case "42501" -> unusable(e, said, lackingRight(said));
      case "25006" -> unusable(e, said, "It may only be read: name the primary server.");
      case "22021", "22P05" ->
          new InvalidDataFailure(
              "the database " + location + " cannot hold such a text: " + said, null, e);
      case "08004" -> unusable(e, said, said.contains("SSL") ? TLS : LOGIN);
      case "08P01" -> ofProtocol(e, said);
      case "22023" -> unusable(e, said, "Check the options in DISH_RDBMS or -d.");
      case "08001", "08006" -> ofConnection(e, said);
      default -> ofKind(e, state, said);
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
    return Character.toUpperCase(grant.charAt(0)) + grant.substring(1) + ".";
  }

  private Failure ofKind(SQLException e, String state, String said) {
    if (state.startsWith("28")) {
      return unusable(e, said, LOGIN);
    }
    if (state.startsWith("3") || state.startsWith("42")) {
      return unusable(e, said, "Check its name in DISH_RDBMS or -d; createdb makes one.");
    }
    return temporary(e, said);
  }

  /** A broken connection heals by itself; a server that is not the expected one does not. */
  private Failure ofConnection(SQLException e, String said) {
    if (Causes.has(e, UnknownHostException.class)) {
      return temporary(e, "its host is not known");
    }
    boolean refused =
        Causes.has(e, GeneralSecurityException.class) || !Causes.has(e, IOException.class);
    if (refused) {
      return unusable(e, said, TLS);
    }
    boolean vague = said.equals("The connection attempt failed");
    return temporary(e, vague ? e.getCause().getMessage() : said);
  }

  /** What does not speak as PostgreSQL does; a pooler that speaks it has troubles that pass. */
  private Failure ofProtocol(SQLException e, String said) {
    return e instanceof PSQLException driver && driver.getServerErrorMessage() == null
        ? unusable(e, "what answers there is no PostgreSQL (" + said + ")", "Check host and port.")
        : temporary(e, said);
  }

  private Failure unusable(SQLException e, String said, String advice) {
    return new ConfigurationFailure(
        "the database " + location + " cannot be used: " + said, advice, e);
  }

  private Failure temporary(SQLException e, String said) {
    return new TemporaryFailure(
        "the database " + location + " failed: " + said, "Try again later.", e);
  }
}
