package io.vmcaster.repository.sql;

import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Url;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
