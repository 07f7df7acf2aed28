package io.vmcaster.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.repository.sql.PostgresUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "postgresql://me@db.example.org/dish, first",
    "postgresql://me@db.example.org:5432/other, second",
    "postgresql://a%3Ab@db.example.org/dish, with:colon",
    "postgresql://you@db.example.org:5433/dish, last"
  })
  void passwordsAreFoundInTheirFile(String url, String password) throws Exception {
    writePasswords("rw-------");
    assertThat(parse(url).properties()).containsEntry("password", password);
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
        "postgresql://me:pass@db_1.example.org/dish",
        "postgresql://me:pa ss@db.example.org/dish",
        "postgresql://me:pass@db.example.org/dish?ssl_mode=verify-full",
        "postgresql://me:pass@db.example.org/dish?sslrootcert=missing.pem",
        "postgresql:///dish?host=/var/run/postgresql&password=pass"
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
    return PostgresUrl.parse(url, new Environment(variables, home), Messages.SILENT);
  }
}
