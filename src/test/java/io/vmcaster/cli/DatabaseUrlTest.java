package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same URL means the same database as in the other programs that read it. */
class DatabaseUrlTest {

  private static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";

  @TempDir Path directory;

  private VmcasterRun program(String url) {
    return VmcasterRun.in(directory).with("DISH_RDBMS", url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite:///dish.db?timeout=10",
        "sqlite+pysqlite:///dish.db",
        "sqlite:///file:dish.db?uri=true",
        "sqlite:///dish.db?mode=ro",
        "sqlite:///file:dish.db?mode=ro&uri=true"
      })
  void optionsAreNoPartOfTheName(String url) {
    program("sqlite:///dish.db").run("--imagelist-add", LIST).succeeded();
    assertThat(program(url).run("--imagelist-list").succeeded().out()).isEqualTo(LIST + "\n");
    assertThat(directory.toFile().list()).containsExactly("dish.db");
  }

  @Test
  void whatIsOpenedToBeReadIsNotWritten() throws Exception {
    program("sqlite:///dish.db").run("--imagelist-add", LIST).succeeded();
    byte[] before = Files.readAllBytes(directory.resolve("dish.db"));
    assertThat(
            program("sqlite:///dish.db?mode=ro")
                .run("--imagelist", LIST, "--imagelist-del")
                .ended(3)
                .err())
        .contains("as its URL says", "Leave mode=ro and immutable out");
    assertThat(program("sqlite:///dish.db?mode=ro").run("--doctor").ended(3).out())
        .contains("with 1 list may only be read: leave mode=ro and immutable out of its URL");
    assertThat(program("sqlite:///no.db?mode=rw").run("--imagelist-add", LIST).ended(3).err())
        .contains("no.db", "mode=rw");
    assertThat(program("sqlite:///no.db?mode=rw").run("--doctor").ended(3).out())
        .contains("it is not there: leave mode=rw out");
    assertThat(Files.readAllBytes(directory.resolve("dish.db"))).isEqualTo(before);
    assertThat(directory.resolve("no.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:///dish.db?timout=10", "mysql://host/dish", "sqlite:///:memory:"})
  void whatIsNotKnownIsRefused(String url) {
    program(url).run("--imagelist-list").ended(3);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void nothingToPublishIsNotDone() {
    assertThat(
            program("sqlite:///absent.db").run("--update", "--all", "--if-needed").ended(4).err())
        .contains("absent.db", "no image list");
    program("sqlite:///dish.db").run("--endorser-add", "/CN=x").succeeded();
    program("sqlite:///dish.db").run("--update", "--all").ended(4);
    program("sqlite:///dish.db").run("--update", "--all", "--dry-run").ended(4);
  }

  @Test
  void aUnixSocketIsAHost() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      server.newDatabase("dish");
      String url = "postgresql+psycopg2://vmcaster@/dish?host=" + server.socketDirectory();
      program(url + "&port=" + server.port()).run("--imagelist-add", LIST).succeeded();
      assertThat(program(url + ":" + server.port()).run("--imagelist-list").succeeded().out())
          .isEqualTo(LIST + "\n");
      assertThat(
              program("postgresql:///dish")
                  .with("PGHOST", server.socketDirectory().toString())
                  .with("PGPORT", Integer.toString(server.port()))
                  .with("PGUSER", "vmcaster")
                  .run("--imagelist-list")
                  .succeeded()
                  .out())
          .isEqualTo(LIST + "\n");
      assertThat(program(url + ":1").run("--imagelist-list").ended(5).err())
          .contains("socket", "PGSQL.1");
    }
  }
}
