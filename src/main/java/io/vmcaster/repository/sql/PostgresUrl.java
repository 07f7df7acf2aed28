package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.ConfigurationFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL database is, and how to log in. What the URL leaves out comes from the
 * variables and files of PostgreSQL's own programs: {@code PGHOST}, {@code PGPORT}, {@code PGUSER},
 * {@code PGPASSWORD}, {@code PGPASSFILE}, {@code ~/.pgpass}, {@code PGSSLMODE}, {@code
 * PGSSLROOTCERT}.
 *
 * @param jdbc the URL as the driver takes it, with host, port and name alone
 * @param properties everything else, as the driver names it
 * @param location the URL without the password, for messages
 */
public record PostgresUrl(String jdbc, Properties properties, String location) {

  private static final Pattern SCHEME = Pattern.compile("postgres(ql)?(\\+[a-z0-9]+)?://.*");
  private static final String DEFAULT_PORT = "5432";

  /** Whether a URL is one of PostgreSQL, as SQLAlchemy writes it. */
  public static boolean is(String url) {
    return SCHEME.matcher(url).matches();
  }

  /**
   * Reads a URL.
   *
   * @param messages hears of a password file that is not safe to use
   * @throws ConfigurationFailure when it is malformed, or asks for something that nobody knows
   */
  public static PostgresUrl parse(String url, Environment environment, Messages messages) {
    URI uri = uri(url);
    PostgresOptions options = PostgresOptions.read(uri.getRawQuery(), environment);
    String[] login = login(uri);
    RuleContext place = place(uri, login[0], options);
    Optional<String> password =
        options
            .take("password", "PGPASSWORD")
            .or(() -> new PasswordFile(environment, messages).find(place));
    options.set("user", place.user());
    // An empty one keeps the driver from looking for files of its own.
    options.set("password", first(login[1], password, ""));
    return new PostgresUrl(
        "jdbc:postgresql://" + place.text(), options.properties(), "postgresql://" + place);
  }

  private static RuleContext place(URI uri, String writtenUser, PostgresOptions options) {
    String host = first(uri.getHost(), options.take("host", "PGHOST"), "localhost");
    if (host.startsWith("/")) {
      throw new ConfigurationFailure(
          "the database URL cannot be used: it asks for the Unix socket in "
              + host
              + ", and Java's driver speaks TCP alone",
          "Write postgresql://user@localhost/name; the server asks for a password there, which"
              + " ~/.pgpass may hold.");
    }
    String writtenPort = uri.getPort() < 0 ? null : Integer.toString(uri.getPort());
    String port = first(writtenPort, options.take("port", "PGPORT"), DEFAULT_PORT);
    String user =
        first(writtenUser, options.take("user", "PGUSER"), System.getProperty("user.name"));
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new RuleContext(host, number(port), path, user);
  }

  private static String first(String written, Optional<String> otherwise, String last) {
    return written != null ? written : otherwise.orElse(last);
  }

  private static int number(String port) {
    if (!port.matches("[1-9][0-9]{0,4}")) {
      throw unreadable("its port is no number");
    }
    return Integer.parseInt(port);
  }

  /** User and password of the URL; null for what it leaves out. */
  private static String[] login(URI uri) {
    if (uri.getRawUserInfo() == null) {
      return new String[2];
    }
    String[] parts = uri.getRawUserInfo().split(":", 2);
    return new String[] {decode(parts[0]), parts.length > 1 ? decode(parts[1]) : null};
  }

  private static URI uri(String url) {
    try {
      URI uri = new URI(url.replaceFirst("^[^:]*:", "postgresql:"));
      if (uri.getHost() != null || uri.getRawAuthority() == null) {
        return uri;
      }
      throw unreadable("its host or user is not written as a URL has it");
    } catch (URISyntaxException e) {
      throw unreadable(e.getReason());
    }
  }

  /** The URL itself may hold a password, and is not shown. */
  static ConfigurationFailure unreadable(String why) {
    return new ConfigurationFailure(
        "the database URL cannot be used: " + why,
        "Write postgresql://user:password@host:port/name, with special characters percent-encoded.");
  }

  static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * Whose database, and where.
   *
   * @param host the server
   * @param port its port
   * @param path a slash and the encoded name of the database; a slash alone for the user's own
   * @param user who logs in
   */
  record RuleContext(String host, int port, String path, String user) {

    String text() {
      return host + ":" + port + path;
    }

    /** The name of the database. */
    String database() {
      return path.length() > 1 ? decode(path.substring(1)) : user;
    }

    @Override
    public String toString() {
      return user + "@" + text();
    }
  }
}
