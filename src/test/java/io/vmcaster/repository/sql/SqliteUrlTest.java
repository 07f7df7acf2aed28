package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.repository.sql.DatabaseUrl.SqliteUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQLAlchemy documents for its dialect pysqlite. */
class SqliteUrlTest {

  private static final Duration DEFAULT = Duration.ofSeconds(7);

  @ParameterizedTest
  @CsvSource({
    "sqlite:///dish.db, /srv/here/dish.db, 7000, CREATE",
    "sqlite:////var/lib/dish.db, /var/lib/dish.db, 7000, CREATE",
    "sqlite+pysqlite:///dish.db, /srv/here/dish.db, 7000, CREATE",
    "sqlite:///~/dish.db, /home/me/dish.db, 7000, CREATE",
    "sqlite:///a%20b.db, /srv/here/a%20b.db, 7000, CREATE",
    "sqlite:///dish.db?, /srv/here/dish.db, 7000, CREATE",
    "sqlite:///dish.db?timeout=10, /srv/here/dish.db, 10000, CREATE",
    "sqlite:///dish.db?timeout=0.5&check_same_thread=false, /srv/here/dish.db, 500, CREATE",
    "sqlite:///dish.db?mode=ro, /srv/here/dish.db, 7000, READ",
    "sqlite:///file:dish.db?mode=ro&uri=true, /srv/here/dish.db, 7000, READ",
    "sqlite:///file:a%20b.db?mode=rw&uri=1, /srv/here/a b.db, 7000, WRITE",
    "sqlite:///file:/var/dish.db?uri=true&immutable=1, /var/dish.db, 7000, READ",
    "sqlite:///file:///var/dish.db?uri=true, /var/dish.db, 7000, CREATE",
  })
  void isReadAsSqlAlchemyReadsIt(String url, String file, long millis, String access) {
    SqliteUrl read = parse(url);
    assertThat(read.file()).isEqualTo(Path.of(file));
    assertThat(read.timeout()).isEqualTo(Duration.ofMillis(millis));
    assertThat(read.access()).isEqualTo(SqliteUrl.Access.valueOf(access));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite:///dish.db?timout=10",
        "sqlite:///dish.db?timeout=soon",
        "sqlite:///dish.db?timeout=-1",
        "sqlite:///dish.db?mode=fast",
        "sqlite:///dish.db?vfs=unix-none",
        "sqlite:///dish.db?uri=maybe",
        "sqlite:///dish.db?nolock=1",
        "sqlite:///file:dish.db?mode=ro",
        "sqlite:///file:dish.db?mode=memory&uri=true",
        "sqlite:///:memory:",
        "sqlite://",
        "sqlite:///",
        "sqlite://dish.db",
        "sqlite+pysqlcipher://:secret@/dish.db",
        "sqlite:dish.db",
        "dish.db",
        ""
      })
  void whatCannotBeDoneIsRefused(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageNotContaining("secret");
  }

  private static SqliteUrl parse(String url) {
    return SqliteUrl.of(
        DatabaseUrl.parse(url),
        new Environment(Map.of("HOME", "/home/me"), Path.of("/srv/here")),
        DEFAULT);
  }
}
