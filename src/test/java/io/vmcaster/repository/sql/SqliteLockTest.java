package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Messages;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that changes a SQLite file has it for itself, whatever it looks at meanwhile. */
class SqliteLockTest {

  private static final ListId LIST = new ListId("9b6fad19-d913-4cca-b77d-c4b4fcd9dc36");
  private static final ListId OTHER = new ListId("e38a3fd2-0ed8-11e2-873a-001cc0beb420");

  @TempDir Path directory;

  @Test
  void nobodyElseWritesDuringTheFirstChange() throws Exception {
    add(LIST);
    assertThat(add(OTHER)).contains("database is locked");
    assertThat(tryToWrite()).isEmpty();
  }

  /** Adds a list as a run of its own does; returns what another program is told meanwhile. */
  private String add(ListId list) {
    try (Repository repository =
        new SqliteRepository(directory.resolve("dish.db"), Patience.LONG, Messages.SILENT)) {
      return repository.change(
          changes -> {
            changes.add(list);
            return tryToWrite();
          });
    }
  }

  private String tryToWrite() {
    try {
      Process sqlite =
          new ProcessBuilder(
                  "sqlite3", directory.resolve("dish.db").toString(), "BEGIN IMMEDIATE; ROLLBACK;")
              .redirectErrorStream(true)
              .start();
      String said = new String(sqlite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(sqlite.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
