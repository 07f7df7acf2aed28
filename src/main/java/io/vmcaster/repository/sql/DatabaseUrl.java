package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Url;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database URL, split as SQLAlchemy splits it ({@code sqlalchemy.engine.url}): everything behind
 * the question mark is options, never part of a name.
 *
 * @param dialect the database, such as {@code "sqlite"}
 * @param driver what Python would connect with, behind a plus sign; empty for none
 * @param user decoded; null for none
 * @param password decoded; null for none
 * @param host decoded, so that it may be the directory of a socket as libpq has it, {@code
 *     %2Fvar%2Frun}; without the brackets of an IPv6 address; null for none
 * @param port as it is written; null for none
 * @param database the file or the name, not decoded; empty for none
 * @param options decoded, each with its values in their order
 */
public record DatabaseUrl(
    String dialect,
    String driver,
    String user,
    String password,
    String host,
    String port,
    String database,
    Map<String, List<String>> options) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<dialect>[A-Za-z0-9_]+)(\\+(?<driver>\\w+))?://"
              + "((?<user>[^:/]*)(:(?<password>[^@?]*))?@)?"
              + "(\\[(?<ipv6>[^/?\\]]+)]|(?<host>[^/:?@\\[\\]]+))?(:(?<port>[^/?]*))?"
              + "(/(?<database>[^?]*))?(\\?(?<options>.*))?",
          Pattern.DOTALL);

  /**
   * Splits a URL.
   *
   * @throws ConfigurationFailure when it is none; the message shows no password
   */
  public static DatabaseUrl parse(String url) {
    Matcher parts = FORM.matcher(url);
    if (!parts.matches()) {
      throw new ConfigurationFailure(
          "cannot open database '" + Secrets.masked(url) + "': it is not written as a database URL",
          "Write sqlite:///dish.db, sqlite:////absolute/path.db or"
              + " postgresql://user:password@host:port/name, with special characters in user and"
              + " password percent-encoded.");
    }
    return new DatabaseUrl(
        parts.group("dialect"),
        text(parts.group("driver")),
        decode(parts.group("user")),
        decode(parts.group("password")),
        parts.group("ipv6") == null ? decode(parts.group("host")) : parts.group("ipv6"),
        parts.group("port"),
        text(parts.group("database")),
        options(text(parts.group("options"))));
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }

  private static Map<String, List<String>> options(String query) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (String option : query.split("&")) {
      if (!option.isEmpty()) {
        String[] parts = option.split("=", 2);
        String value = parts.length > 1 ? parts[1].replace("+", "%20") : "";
        options.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>()).add(decode(value));
      }
    }
    return options;
  }

  /** The last value of an option. */
  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name)).map(values -> values.get(values.size() - 1));
  }

  /** Decodes percent-encoded UTF-8, and nothing else. */
  static String decode(String text) {
    if (text == null) {
      return null;
    }
    try {
      return Url.decode(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationFailure(
          "the database URL cannot be used: " + e.getMessage(),
          "Write the percent sign itself as %25.",
          e);
    }
  }

  /**
   * A SQLite file and how to open it, from the options that SQLAlchemy documents for pysqlite and
   * those of SQLite's own {@code file:} names.
   *
   * @param file the database, absolute
   * @param timeout how long to wait for another program that has it locked
   * @param access what may be done with it
   */
  public record SqliteUrl(Path file, Duration timeout, Access access) {

    /** What may be done with a file, as SQLite's option {@code mode} has it. */
    public enum Access {
      /** It is only read. */
      READ,
      /** It is changed, but not made. */
      WRITE,
      /** It is made when it is not there. */
      CREATE
    }

    private static final String FILE = "file:";

    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on");

    /** They say how Python's driver hands values over, which is no matter of the file. */
    private static final Set<String> PYTHONS_OWN =
        Set.of(
            "check_same_thread", "isolation_level", "detect_types", "cached_statements", "cache");

    /**
     * Reads what a URL asks for.
     *
     * @param wait how long to wait, unless the URL says it
     * @throws ConfigurationFailure naming what cannot be done
     */
    public static SqliteUrl of(DatabaseUrl url, Environment environment, Duration wait) {
      if (!Set.of("", "pysqlite", "aiosqlite").contains(url.driver())) {
        throw refused("vmcaster does not read what " + url.driver() + " writes");
      }
      if (url.host() != null || url.user() != null) {
        throw refused("a SQLite file has no host; a path has three slashes before it, or four");
      }
      url.options().forEach(SqliteUrl::requireKnown);
      return new SqliteUrl(
          file(url, environment),
          url.option("timeout").map(SqliteUrl::seconds).orElse(wait),
          access(url));
    }

    private static void requireKnown(String name, List<String> values) {
      String value = values.get(values.size() - 1);
      boolean known =
          switch (name) {
            case "timeout", "mode" -> true;
            case "uri", "immutable" ->
                TRUE.contains(value) || Set.of("false", "0", "no", "off").contains(value);
            default -> PYTHONS_OWN.contains(name);
          };
      if (!known) {
        throw refused("its option " + name + "=" + value + " is not known here");
      }
    }

    /** With {@code uri=true} the path is a URI of SQLite's, which may be percent-encoded. */
    private static Path file(DatabaseUrl url, Environment environment) {
      String name = url.database();
      if (name.startsWith(FILE)) {
        if (url.option("uri").filter(TRUE::contains).isEmpty()) {
          throw refused("a name that begins with file: needs the option uri=true");
        }
        name = name.substring(FILE.length()).replaceFirst("^//(localhost)?(?=/)", "");
        name = decode(name);
      }
      if (name.isEmpty()
          || name.equals(":memory:")
          || url.option("mode").orElse("").equals("memory")) {
        throw refused("a database in memory is gone when the command ends");
      }
      try {
        return environment.resolve(name);
      } catch (InvalidPathException e) {
        throw refused("its path cannot be one: " + e.getReason());
      }
    }

    private static Access access(DatabaseUrl url) {
      Access access =
          switch (url.option("mode").orElse("rwc")) {
            case "ro" -> Access.READ;
            case "rw" -> Access.WRITE;
            case "rwc" -> Access.CREATE;
            default -> throw refused("its mode is none of ro, rw, rwc");
          };
      return url.option("immutable").filter(TRUE::contains).isPresent() ? Access.READ : access;
    }

    private static Duration seconds(String text) {
      if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
        throw refused("its timeout is no number of seconds");
      }
      return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
    }

    private static ConfigurationFailure refused(String why) {
      return new ConfigurationFailure(
          "the database URL cannot be used: " + why,
          "Write sqlite:///dish.db or sqlite:////absolute/path.db, with ?timeout=SECONDS or"
              + " ?mode=ro behind it.");
    }
  }
}
