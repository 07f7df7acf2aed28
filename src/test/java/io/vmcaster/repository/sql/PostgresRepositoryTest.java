package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.RepositoryContractTest;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL, and what is its own. */
class PostgresRepositoryTest extends RepositoryContractTest {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected String emptyDatabase(Path directory) throws Exception {
    return server.newDatabase("dish" + DATABASES.incrementAndGet());
  }

  @Test
  void theTablesHaveTheOriginalsNames() throws Exception {
    String url = server.newDatabase("names");
    try (Repository repository = open(url)) {
      repository.change(
          changes -> {
            changes.add(new ListId("l1"));
            return null;
          });
    }
    assertThat(server.sql("names", "SELECT \"identifier\" FROM \"imagelist\"")).isEqualTo("l1\n");
  }

  @Test
  void aMissingDatabaseIsSaidWithoutThePassword() throws Exception {
    String url = server.newDatabase("other").replace("/other", "/missing");
    try (Repository repository = open(url)) {
      assertThatThrownBy(repository::contents)
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining("missing")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void aServerThatIsAwayIsTemporary() {
    try (Repository repository = open("postgresql://vmcaster:secret@127.0.0.1:1/dish")) {
      assertThatThrownBy(repository::contents)
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageNotContaining("secret");
    }
  }

  private Repository open(String url) {
    Environment environment = new Environment(Map.of(), directory);
    return new PostgresRepository(
        PostgresUrl.of(DatabaseUrl.parse(url), environment, Messages.SILENT),
        Patience.LONG,
        Messages.SILENT);
  }
}
