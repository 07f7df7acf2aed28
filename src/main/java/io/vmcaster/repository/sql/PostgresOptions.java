package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.error.ConfigurationFailure;
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

  private PostgresOptions(Environment environment) {
    this.environment = environment;
  }

  /**
   * Reads options.
   *
   * @param query {@code name=value&name=value}; null is nothing
   * @param environment says what the query does not
   */
  static PostgresOptions read(String query, Environment environment) {
    PostgresOptions options = new PostgresOptions(environment);
    if (query != null && !query.isEmpty()) {
      for (String option : query.split("&", -1)) {
        options.read(option);
      }
    }
    VARIABLES.forEach(options::readVariable);
    return options;
  }

  private void read(String option) {
    String[] parts = option.split("=", 2);
    String name = NAMES.get(parts[0]);
    if (name == null || parts.length < 2) {
      throw PostgresUrl.unreadable(
          "its option " + parts[0] + " is none of " + String.join(", ", NAMES.keySet()));
    }
    add(name, PostgresUrl.decode(parts[1]));
  }

  private void readVariable(String variable, String name) {
    if (!properties.containsKey(name)) {
      environment.get(variable).ifPresent(value -> add(name, value));
    }
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

  /** Takes an option out; empty when neither the URL nor the variable has it. */
  Optional<String> take(String name, String variable) {
    return Optional.ofNullable((String) properties.remove(name))
        .or(() -> environment.get(variable));
  }

  Properties properties() {
    return properties;
  }
}
