package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class PostgresUrlTest {

  private final Map<String, String> variables = new HashMap<>();
  @TempDir Path home;

  @Test
  void everyPartIsRead() {
    PostgresUrl url =
        parse(
            "postgresql+psycopg2://me:p%40ss@db.example.org:5433/dish?sslmode=require"
                + "&connect_timeout=3");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example.org:5433/dish");
    assertThat(url.properties())
        .containsEntry("user", "me")
        .containsEntry("password", "p@ss")
        .containsEntry("sslmode", "require")
        .containsEntry("connectTimeout", "3");
    assertThat(url.location()).isEqualTo("postgresql://me@db.example.org:5433/dish");
  }

  @Test
  void whatItLeavesOutComesFromTheEnvironment() throws Exception {
    Path anchors = Files.createFile(home.resolve("root.pem"));
    variables.put("PGHOST", "db.example.org");
    variables.put("PGPORT", "5433");
    variables.put("PGUSER", "jane");
    variables.put("PGPASSWORD", "hers");
    variables.put("PGSSLMODE", "verify-full");
    variables.put("PGSSLROOTCERT", "root.pem");
    PostgresUrl url = parse("postgresql:///dish");
    assertThat(url.location()).isEqualTo("postgresql://jane@db.example.org:5433/dish");
    assertThat(url.properties())
        .containsEntry("password", "hers")
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", anchors.toString());
    assertThat(parse("postgresql://me:mine@other.example.org/dish?sslmode=require").properties())
        .containsEntry("user", "me")
        .containsEntry("password", "mine")
        .containsEntry("sslmode", "require");
  }

  @Test
  void hostAndUserMayBeOptions() {
    assertThat(parse("postgresql:///dish?host=db.example.org&user=me&port=5433").location())
        .isEqualTo("postgresql://me@db.example.org:5433/dish");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql+psycopg2://me@h/d, //h:5432/d, me",
    "postgresql+psycopg://me@h/d, //h:5432/d, me",
    "postgres://me@h/d, //h:5432/d, me",
    "postgresql://me@[2001:db8::1]:5433/d, //[2001:db8::1]:5433/d, me",
    "postgresql://me@my_host/d, //my_host:5432/d, me",
    "postgresql://m%40e@h/my%20dish, //h:5432/my%20dish, m@e",
    "postgresql://me@/d?host=h1:5433&host=h2, '//h1:5433,h2:5432/d', me",
    "'postgresql://me@h1:1,h2:2/d', '//h1:1,h2:2/d', me",
    "'postgresql://me@h1,h2:2/d?', '//h1:2,h2:2/d', me",
    "'postgresql://me@/d?host=h1,h2&port=1,2', '//h1:1,h2:2/d', me",
    "postgresql://me@/d?host=2001:db8::1, //[2001:db8::1]:5432/d, me",
    "postgresql://me@/d?host=/var/run/postgresql, //localhost/d, me",
    "postgresql://me@%2Fvar%2Frun%2Fpostgresql/d, //localhost/d, me",
    "postgresql://me@h%2eexample.org/d, //h.example.org:5432/d, me",
    "postgresql://me@h/d?client_encoding=utf8&application_name=x, //h:5432/d, me",
    "postgresql://me:a/b@h/d, //h:5432/d, me",
    "postgresql://me@h:5433/d?application_name=a@b, //h:5433/d, me",
    "postgresql://h:5433/d?user=me&application_name=a@b, //h:5433/d, me",
    "postgresql://me:a?b@h/d, , ",
  })
  void formsOfUrls(String text, String jdbc, String user) {
    if (jdbc == null) {
      assertThatThrownBy(() -> parse(text)).isInstanceOf(ConfigurationFailure.class);
    } else {
      assertThat(parse(text).jdbc()).isEqualTo("jdbc:postgresql:" + jdbc);
      assertThat(parse(text).properties()).containsEntry("user", user);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me@%2Fmy%20run%2fpostgresql:5433/d",
        "postgresql://me@/d?host=/my%20run/postgresql&port=5433"
      })
  void socketsAreFoundAsLibpqFindsThem(String text) {
    assertThat(parse(text).properties())
        .containsEntry("socketFactory", UnixSocketFactory.class.getName())
        .containsEntry("socketFactoryArg", "/my run/postgresql/.s.PGSQL.5433");
  }

  @Test
  void aServiceSaysWhatTheUrlLeavesOut() throws Exception {
    Files.writeString(
        home.resolve(".pg_service.conf"), "[team]\nhost=db.example.org\nuser=me\ndbname=dish\n");
    for (String url : List.of("postgresql://?service=team", "postgresql:///?service=team")) {
      PostgresUrl read = parse(url);
      assertThat(Driver.parseURL(read.jdbc(), read.properties()))
          .containsEntry("PGHOST", "db.example.org")
          .containsEntry("user", "me")
          .containsEntry("PGDBNAME", "dish");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application_name=a+b%26c, ApplicationName, a b&c",
    "keepalives=0, tcpKeepAlive, false",
    "target_session_attrs=read-write, targetServerType, primary",
    "gssencmode=disable, gssEncMode, disable",
    "options=-csearch_path%3Ddish, options, -csearch_path=dish",
    "socketTimeout=5, socketTimeout, 5",
    "sslmode=a&sslmode=require, sslmode, require",
  })
  void optionsAreTheDrivers(String option, String name, String value) {
    assertThat(parse("postgresql://me@h/d?" + option).properties()).containsEntry(name, value);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://me@db.example.org/dish, first",
    "postgresql://me@db.example.org:5432/other, second",
    "postgresql://a%3Ab@db.example.org/dish, with:colon",
    "postgresql://you@db.example.org:5433/dish, last"
  })
  void passwordsAreFoundInTheirFile(String url, String password) throws Exception {
    writePasswords("rw-------");
    assertThat(password(parse(url))).isEqualTo(password);
  }

  /** As the driver finds it. */
  private static String password(PostgresUrl url) {
    return Driver.parseURL(url.jdbc(), url.properties()).getProperty("password");
  }

  @Test
  void aPasswordFileThatOthersMayReadIsNotUsed() throws Exception {
    writePasswords("rw-r--r--");
    assertThat(parse("postgresql://me@db.example.org/dish").properties())
        .containsEntry("password", "");
  }

  private void writePasswords(String permissions) throws Exception {
    Path file =
        Files.writeString(
            home.resolve(".pgpass"),
            """
            # db.example.org:5432:dish:me:comment
            db.example.org:5432:dish:me:first
            db.example.org:*:*:me:second
            db.example.org:*:*:a\\:b:with\\:colon
            too:few
            *:*:*:*:last
            """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:p@ss@db.example.org/dish",
        "postgresql://me:pass@db.example.org:99999/dish",
        "postgresql://me:pass@db.example.org:port/dish",
        "postgresql://me:pass@db%zz.example.org/dish",
        "postgresql://me:p%zzss@db.example.org/dish",
        "postgresql://me:pass@db.example.org/dish?async_fallback=true",
        "postgresql://me:pass@db.example.org/dish?client_encoding=latin1",
        "postgresql://me:pass@db.example.org/dish?target_session_attrs=fast",
        "postgresql://me:pass@db.example.org/dish?ssl_mode=verify-full",
        "postgresql://me:pass@db.example.org/dish?sslrootcert=missing.pem",
        "postgresql:///dish?host=/var/run/postgresql&host=db.example.org&password=pass"
      })
  void whatCannotBeUsedIsRefusedWithoutShowingThePassword(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageNotContaining("pass@")
        .hasMessageNotContaining("p@ss")
        .hasMessageNotContaining("=pass");
  }

  private PostgresUrl parse(String url) {
    variables.put("HOME", home.toString());
    return PostgresUrl.of(
        DatabaseUrl.parse(url), new Environment(variables, home), Messages.SILENT);
  }
}
