package io.vmcaster.repository.sql;

import io.vmcaster.failure.ConfigurationFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL database is.
 *
 * @param jdbc the URL as the driver takes it, without user and password
 * @param properties user and password, if the URL has them; else the driver looks into {@code
 *     PGPASSFILE}
 * @param location the URL without the password, for messages
 */
public record PostgresUrl(String jdbc, Properties properties, String location) {

  private static final Pattern SCHEME = Pattern.compile("postgres(ql)?(\\+[a-z0-9]+)?://.*");

  /** Whether a URL is one of PostgreSQL, as SQLAlchemy writes it. */
  public static boolean is(String url) {
    return SCHEME.matcher(url).matches();
  }

  /**
   * Reads a URL.
   *
   * @throws ConfigurationFailure when it is malformed
   */
  public static PostgresUrl parse(String url) {
    URI uri = uri(url);
    String host = uri.getHost() == null ? "localhost" : uri.getHost();
    String place =
        host
            + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
            + (uri.getRawPath() == null ? "/" : uri.getRawPath());
    Properties properties = new Properties();
    String user = "";
    if (uri.getRawUserInfo() != null) {
      String[] parts = uri.getRawUserInfo().split(":", 2);
      user = parts[0] + "@";
      properties.setProperty("user", decode(parts[0]));
      if (parts.length > 1) {
        properties.setProperty("password", decode(parts[1]));
      }
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new PostgresUrl(
        "jdbc:postgresql://" + place + query, properties, "postgresql://" + user + place);
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
  private static ConfigurationFailure unreadable(String why) {
    return new ConfigurationFailure(
        "the database URL cannot be read: " + why,
        "Write postgresql://user:password@host:port/name, with special characters percent-encoded.");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
