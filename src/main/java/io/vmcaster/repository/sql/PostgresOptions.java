package io.vmcaster.repository.sql;

import io.vmcaster.failure.ConfigurationFailure;
import io.vmcaster.run.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a database URL asks for behind its question mark, by the names that PostgreSQL's own
 * programs use, and what the driver calls it. An option that nobody knows is refused: a mistyped
 * {@code sslmode} must not mean a connection without protection.
 */
final class PostgresOptions {

  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("application_name", "ApplicationName"),
              Map.entry("channel_binding", "channelBinding"),
              Map.entry("connect_timeout", "connectTimeout"),
              Map.entry("gssencmode", "gssEncMode"),
              Map.entry("host", "host"),
              Map.entry("options", "options"),
              Map.entry("password", "password"),
              Map.entry("port", "port"),
              Map.entry("sslcert", "sslcert"),
              Map.entry("sslkey", "sslkey"),
              Map.entry("sslmode", "sslmode"),
              Map.entry("sslpassword", "sslpassword"),
              Map.entry("sslrootcert", "sslrootcert"),
              Map.entry("user", "user")));
  private static final Map<String, String> VARIABLES =
      Map.of(
          "PGSSLMODE", "sslmode",
          "PGSSLROOTCERT", "sslrootcert",
          "PGSSLCERT", "sslcert",
          "PGSSLKEY", "sslkey",
          "PGCONNECT_TIMEOUT", "connectTimeout");

  private final Environment environment;
  private final Properties properties = new Properties();

  PostgresOptions(Environment environment) {
    this.environment = environment;
  }

  /** Reads {@code name=value&name=value}; null is nothing. */
  void read(String query) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String option : query.split("&", -1)) {
      String[] parts = option.split("=", 2);
      String name = NAMES.get(parts[0]);
      if (name == null || parts.length < 2) {
        throw PostgresUrl.unreadable(
            "its option " + parts[0] + " is none of " + String.join(", ", NAMES.keySet()));
      }
      add(name, PostgresUrl.decode(parts[1]));
    }
  }

  /** Reads what the environment says of what is not set yet. */
  void readEnvironment() {
    VARIABLES.forEach(
        (variable, name) ->
            environment
                .get(variable)
                .filter(value -> properties.getProperty(name) == null)
                .ifPresent(value -> add(name, value)));
  }

  private void add(String name, String value) {
    switch (name) {
      case "sslrootcert" -> {
        if (value.equals("system")) {
          set("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
          set(name, readable(name, value));
        }
      }
      case "sslcert", "sslkey" -> set(name, readable(name, value));
      default -> set(name, value);
    }
  }

  private String readable(String name, String value) {
    Path file = environment.resolve(value);
    if (!Files.isReadable(file)) {
      throw new ConfigurationFailure(
          "the database cannot be reached: " + name + " names " + file + ", which cannot be read",
          "Name a file in PEM form that exists.");
    }
    return file.toString();
  }

  void set(String name, String value) {
    properties.setProperty(name, value);
  }

  /** Takes an option out. */
  Optional<String> take(String name) {
    return Optional.ofNullable((String) properties.remove(name));
  }

  Properties properties() {
    return properties;
  }
}
