package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.SecretFile;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGEnvironment;
import org.postgresql.PGProperty;

/**
 * SQLAlchemy's URL of a PostgreSQL database as the driver takes it. Options have the names that
 * PostgreSQL's own programs use (libpq), or the driver's; one that nobody knows is refused, since a
 * mistyped {@code sslmode} must not mean a connection without protection. What the URL leaves out
 * comes from {@code PGHOST} and its like; {@code PGPASSFILE}, {@code ~/.pgpass} and {@code
 * pg_service.conf} the driver reads itself.
 *
 * @param jdbc the URL as the driver takes it, without user and password
 * @param properties everything else, as the driver names it
 * @param location the URL without the password, for messages
 */
public record PostgresUrl(String jdbc, Properties properties, String location) {

  /** What the driver calls otherwise than libpq does. */
  private static final Map<String, String> NAMES =
      Map.of(
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "connect_timeout", "connectTimeout",
          "gssencmode", "gssEncMode",
          "keepalives", "tcpKeepAlive",
          "krbsrvname", "kerberosServerName",
          "load_balance_hosts", "loadBalanceHosts",
          "require_auth", "requireAuth",
          "sslnegotiation", "sslNegotiation",
          "target_session_attrs", "targetServerType");

  private static final Map<String, String> VARIABLES =
      Map.of(
          "PGSSLMODE", "sslmode",
          "PGSSLROOTCERT", "sslrootcert",
          "PGSSLCERT", "sslcert",
          "PGSSLKEY", "sslkey",
          "PGOPTIONS", "options",
          "PGCONNECT_TIMEOUT", "connect_timeout",
          "PGCHANNELBINDING", "channel_binding",
          "PGGSSENCMODE", "gssencmode");

  /**
   * Reads a URL.
   *
   * @param messages is told of a password file that is not safe to use
   * @throws ConfigurationFailure when it asks for something that cannot be done
   */
  public static PostgresUrl of(DatabaseUrl url, Environment environment, Messages messages) {
    return new Reader(url, environment).read(messages);
  }

  private static ConfigurationFailure refused(String why) {
    return new ConfigurationFailure(
        "the database URL cannot be used: " + why,
        "Write postgresql://user:password@host:port/name, with special characters percent-encoded,"
            + " and options as psql knows them.");
  }

  /** Collects the properties of one URL. */
  private static final class Reader {

    private final DatabaseUrl url;
    private final Environment environment;
    private final Optional<String> service;
    private final Properties properties = new Properties();

    Reader(DatabaseUrl url, Environment environment) {
      this.url = url;
      this.environment = environment;
      this.service = url.option("service").or(() -> environment.get("PGSERVICE"));
    }

    PostgresUrl read(Messages messages) {
      url.options().keySet().forEach(name -> add(name, url.option(name).orElseThrow()));
      VARIABLES.forEach(
          (variable, name) -> {
            if (!properties.containsKey(driverName(name))) {
              environment.get(variable).ifPresent(value -> add(name, value));
            }
          });
      logIn();
      namePasswordFile(messages);
      nameServiceFile();
      String where = String.join(",", hosts());
      if (where.startsWith("/")) {
        useSocket(where);
      }
      String user = properties.getProperty("user", "");
      return new PostgresUrl(
          jdbc(where),
          properties,
          "postgresql://" + user + (user.isEmpty() ? "" : "@") + where + "/" + url.database());
    }

    private String jdbc(String where) {
      String host = where.startsWith("/") ? "localhost" : where;
      String name = Url.encode(DatabaseUrl.decode(url.database()));
      return "jdbc:postgresql:"
          + (host.isEmpty() && name.isEmpty() ? "//" : "//" + host + "/" + name)
          + service.map(text -> "?service=" + Url.encode(text)).orElse("");
    }

    private static String driverName(String option) {
      return NAMES.getOrDefault(option, option);
    }

    private void add(String name, String value) {
      switch (name) {
        case "host", "port", "service", "passfile" -> {
          return;
        }
        case "client_encoding" -> requireUnicode(value);
        case "sslcert", "sslkey" -> set(name, readable(name, value));
        case "sslrootcert" -> addAnchors(value);
        case "keepalives" -> set(name, value.equals("0") ? "false" : "true");
        case "target_session_attrs" -> set(name, serverKind(value));
        default -> set(name, value);
      }
    }

    private void set(String option, String value) {
      String name = driverName(option);
      if (PGProperty.forName(name) == null) {
        throw refused("its option " + option + " is not known here");
      }
      properties.setProperty(name, value);
    }

    /** The driver speaks UTF-8 alone, and so every text arrives whole. */
    private static void requireUnicode(String encoding) {
      if (!encoding.replaceAll("[-_]", "").matches("(?i)utf8|unicode|auto")) {
        throw refused("its client_encoding is " + encoding + ", and vmcaster speaks UTF-8 alone");
      }
    }

    private void addAnchors(String value) {
      if (value.equals("system")) {
        set("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
      } else {
        set("sslrootcert", readable("sslrootcert", value));
      }
    }

    private static String serverKind(String attributes) {
      return switch (attributes) {
        case "any" -> "any";
        case "read-write", "primary" -> "primary";
        case "standby", "read-only" -> "secondary";
        case "prefer-standby" -> "preferSecondary";
        default -> throw refused("its target_session_attrs is unknown: " + attributes);
      };
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

    private void logIn() {
      Optional.ofNullable(url.user())
          .filter(user -> !user.isEmpty())
          .or(() -> Optional.ofNullable(properties.getProperty("user")))
          .or(() -> environment.get("PGUSER"))
          .or(() -> service.isPresent() ? Optional.empty() : systemUser())
          .ifPresent(user -> properties.setProperty("user", user));
      Optional.ofNullable(url.password())
          .or(() -> Optional.ofNullable(properties.getProperty("password")))
          .or(() -> environment.get("PGPASSWORD"))
          .ifPresent(password -> properties.setProperty("password", password));
    }

    private static Optional<String> systemUser() {
      return Optional.of(System.getProperty("user.name"));
    }

    /** The driver does not look at who else may read it, as PostgreSQL's own programs do. */
    private void namePasswordFile(Messages messages) {
      Path file =
          url.option("passfile")
              .or(() -> environment.get("PGPASSFILE"))
              .map(environment::resolve)
              .orElseGet(() -> environment.home().resolve(".pgpass"));
      System.setProperty(PGEnvironment.ORG_POSTGRESQL_PGPASSFILE.getName(), file.toString());
      if (!properties.containsKey("password") && isOpenToOthers(file)) {
        messages.warn(
            "the password file " + file + " is not read, since others may read it: chmod 600");
        properties.setProperty("password", ""); // keeps the driver from reading it
      }
    }

    private static boolean isOpenToOthers(Path file) {
      try {
        return Files.isRegularFile(file) && SecretFile.isOpenToOthers(file);
      } catch (IOException e) {
        return false; // then the driver cannot read it either, and says so
      }
    }

    private void nameServiceFile() {
      Path file =
          environment
              .get("PGSERVICEFILE")
              .map(environment::resolve)
              .orElseGet(() -> environment.home().resolve(".pg_service.conf"));
      if (service.isPresent() && Files.isReadable(file)) {
        System.setProperty(PGEnvironment.ORG_POSTGRESQL_PGSERVICEFILE.getName(), file.toString());
      }
    }

    /** Each with its port; nothing where a service says it. */
    private List<String> hosts() {
      boolean severalPorts = url.port() != null && url.port().contains(",");
      String named = severalPorts ? url.host() + ":" + url.port() : url.host();
      List<String> hosts = values("host", named, "PGHOST");
      List<String> ports = values("port", severalPorts ? null : url.port(), "PGPORT");
      if (hosts.isEmpty() && service.isPresent()) {
        return List.of();
      }
      List<String> all = new ArrayList<>();
      for (String host : hosts.isEmpty() ? List.of("localhost") : hosts) {
        String port = ports.isEmpty() ? "5432" : ports.get(Math.min(all.size(), ports.size() - 1));
        all.add(withPort(host, port));
      }
      if (all.size() > 1 && all.stream().anyMatch(host -> host.startsWith("/"))) {
        throw refused("it names several hosts, and a Unix socket among them");
      }
      return all;
    }

    /** What the URL says, in its place or as options, else a variable; split at commas. */
    private List<String> values(String option, String written, String variable) {
      if (written != null && !written.isEmpty()) {
        return List.of(written.split(","));
      }
      List<String> options = url.options().getOrDefault(option, List.of());
      String all = String.join(",", options);
      return all.isEmpty()
          ? environment.get(variable).map(text -> List.of(text.split(","))).orElse(List.of())
          : List.of(all.split(","));
    }

    private static String withPort(String host, String port) {
      int colon = host.lastIndexOf(':');
      boolean address = host.indexOf(':') != colon && !host.startsWith("[");
      boolean own = colon > 0 && !address && !host.endsWith("]");
      String number = own ? host.substring(colon + 1) : port;
      if (!number.matches("[1-9][0-9]{0,4}") || Integer.parseInt(number) > 65535) {
        throw refused("its port is none from 1 to 65535");
      }
      String name = own ? host.substring(0, colon) : host;
      return (address ? "[" + name + "]" : name) + ":" + number;
    }

    private void useSocket(String where) {
      int colon = where.lastIndexOf(':');
      set("socketFactory", UnixSocketFactory.class.getName());
      set(
          "socketFactoryArg",
          where.substring(0, colon) + "/.s.PGSQL." + where.substring(colon + 1));
      set("sslmode", "disable");
    }
  }
}
