package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.repository.sql.DatabaseUrl.SqliteUrl;
import io.vmcaster.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses of databases, damaged at random. */
class DatabaseUrlFuzzTest {

  @Test
  void addresses() throws IOException {
    Environment nowhere = new Environment(Map.of(), Path.of("/"));
    new Fuzz(
            "addresses of databases",
            Fuzz.texts(
                "sqlite+pysqlite:////var/lib/a%20b.db?timeout=10&mode=ro",
                "sqlite:///:memory:",
                "postgresql+psycopg2://user:p%40ss@[::1]:5432/name?sslmode=require&host=/run",
                "postgresql:///name?host=a:1,b:2&connect_timeout=5"))
        .run(
            input -> {
              DatabaseUrl url = DatabaseUrl.parse(new String(input, StandardCharsets.UTF_8));
              if (url.toString().contains("sqlite")) {
                SqliteUrl.of(url, nowhere, Duration.ofSeconds(1));
              } else {
                PostgresUrl.of(url, nowhere, Messages.SILENT);
              }
            });
  }
}
