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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
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

  /** What PostgreSQL's own programs read where nothing is said. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGPASSFILE", "passfile"),
          Map.entry("PGSERVICE", "service"),
          Map.entry("PGSERVICEFILE", "servicefile"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGOPTIONS", "options"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGCHANNELBINDING", "channel_binding"),
          Map.entry("PGGSSENCMODE", "gssencmode"));

  /** What is not handed to the driver under its name. */
  private static final Set<String> OWN =
      Set.of("host", "port", "service", "passfile", "servicefile");

  private static final Map<String, String> SERVER_KINDS =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "primary", "primary",
          "standby", "secondary",
          "read-only", "secondary",
          "prefer-standby", "preferSecondary");

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

  /** Collects what is said of one database; what is said first counts. */
  private static final class Reader {

    private final DatabaseUrl url;
    private final Environment environment;
    private final Map<String, String> own = new HashMap<>();
    private final Properties properties = new Properties();

    Reader(DatabaseUrl url, Environment environment) {
      this.url = url;
      this.environment = environment;
    }

    PostgresUrl read(Messages messages) {
      addPart("user", url.user());
      boolean severalPorts = url.port() != null && url.port().contains(",");
      addPart("host", severalPorts ? url.host() + ":" + url.port() : url.host());
      addPart("port", severalPorts ? null : url.port());
      if (url.password() != null) {
        add("password", url.password());
      }
      url.options()
          .forEach(
              (option, values) ->
                  add(
                      option,
                      option.equals("host") || option.equals("port")
                          ? String.join(",", values)
                          : values.get(values.size() - 1)));
      VARIABLES.forEach(
          (variable, option) -> environment.get(variable).ifPresent(value -> add(option, value)));
      if (!own.containsKey("service")) {
        addPart("user", System.getProperty("user.name"));
      }
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
      String service = own.get("service");
      return "jdbc:postgresql:"
          + (host.isEmpty() && name.isEmpty() ? "//" : "//" + host + "/" + name)
          + (service == null ? "" : "?service=" + Url.encode(service));
    }

    private void addPart(String option, String value) {
      if (value != null && !value.isEmpty()) {
        add(option, value);
      }
    }

    private void add(String option, String value) {
      String name = NAMES.getOrDefault(option, option);
      if (OWN.contains(option)) {
        if (!value.isEmpty()) {
          own.putIfAbsent(option, value);
        }
      } else if (option.equals("client_encoding")) {
        requireUnicode(value);
      } else if (PGProperty.forName(name) == null) {
        throw refused("its option " + option + " is not known here");
      } else if (!properties.containsKey(name)) {
        if (option.equals("sslrootcert") && value.equals("system")) {
          add("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
          properties.setProperty(name, translated(option, value));
        }
      }
    }

    private String translated(String option, String value) {
      return switch (option) {
        case "sslcert", "sslkey", "sslrootcert" -> readable(option, value);
        case "keepalives" -> value.equals("0") ? "false" : "true";
        case "target_session_attrs" ->
            Optional.ofNullable(SERVER_KINDS.get(value))
                .orElseThrow(() -> refused("its target_session_attrs is unknown: " + value));
        default -> value;
      };
    }

    /** The driver speaks UTF-8 alone, and so every text arrives whole. */
    private static void requireUnicode(String encoding) {
      if (!encoding.replaceAll("[-_]", "").matches("(?i)utf8|unicode|auto")) {
        throw refused("its client_encoding is " + encoding + ", and vmcaster speaks UTF-8 alone");
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

    /** The file that somebody named, or the usual one. */
    private Path file(String option, String usual) {
      return own.containsKey(option)
          ? environment.resolve(own.get(option))
          : environment.home().resolve(usual);
    }

    /** The driver does not look at who else may read it, as PostgreSQL's own programs do. */
    private void namePasswordFile(Messages messages) {
      Path file = file("passfile", ".pgpass");
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
      Path file = file("servicefile", ".pg_service.conf");
      if (own.containsKey("service") && Files.isReadable(file)) {
        System.setProperty(PGEnvironment.ORG_POSTGRESQL_PGSERVICEFILE.getName(), file.toString());
      }
    }

    /** Each with its port; nothing where a service says it. */
    private List<String> hosts() {
      if (!own.containsKey("host") && own.containsKey("service")) {
        return List.of();
      }
      String[] ports = own.getOrDefault("port", "5432").split(",");
      List<String> all = new ArrayList<>();
      for (String host : own.getOrDefault("host", "localhost").split(",")) {
        all.add(withPort(host, ports[Math.min(all.size(), ports.length - 1)]));
      }
      if (all.size() > 1 && all.stream().anyMatch(host -> host.startsWith("/"))) {
        throw refused("it names several hosts, and a Unix socket among them");
      }
      return all;
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
      properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
      properties.setProperty(
          "socketFactoryArg",
          where.substring(0, colon) + "/.s.PGSQL." + where.substring(colon + 1));
      properties.setProperty("sslmode", "disable");
    }
  }
}
