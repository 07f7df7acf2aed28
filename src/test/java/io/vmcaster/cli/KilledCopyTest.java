package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Patience;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies of a database that are killed on the way: the target is empty or whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledCopyTest {

  private static final int IMAGES = 2_000;

  private static final int MOST_TRIES = 10;

  @TempDir static Path directory;
  private PostgresServer server;
  private VmcasterRun vmcaster;

  @BeforeAll
  void fill() throws Exception {
    server = PostgresServer.start();
    vmcaster = VmcasterRun.in(directory);
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < IMAGES; i++) {
      images.append(i == 0 ? "" : ",");
      images.append(
          "{\"hv:image\": {\"dc:identifier\": \"7b1aea46-8776-4447-9450-%012d\", \"a:b\": 1.50}}"
              .formatted(i));
    }
    String list =
        "{\"hv:imagelist\": {\"dc:identifier\": \"%s\", \"hv:version\": \"1\", \"hv:images\": [%s]}}"
            .formatted(LIST, images);
    Files.writeString(directory.resolve("many.json"), list);
    for (String source : new String[] {"sqlite", "postgres"}) {
      vmcaster.run("-d", database(source, "source"), "--imagelist-import-json", "many.json");
    }
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private String database(String kind, String name) throws Exception {
    return kind.equals("sqlite") ? "sqlite:///" + name + ".db" : server.newDatabase(name);
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite, sqlite, 1",
    "sqlite, sqlite, 100",
    "sqlite, postgres, 50",
    "postgres, sqlite, 50"
  })
  void leaveAllOrNothing(String from, String to, int milliseconds) throws Exception {
    String source =
        from.equals("sqlite")
            ? "sqlite:///source.db"
            : "postgresql://vmcaster@127.0.0.1:" + server.port() + "/source";
    String name;
    String target;
    String[] copy;
    int tries = 0;
    do { // who is not quick enough to kill it tries again
      assertThat(++tries).as("times that it was done before it was killed").isLessThan(MOST_TRIES);
      name = "try" + tries + from + to + milliseconds;
      target = database(to, name);
      copy = new String[] {"-d", source, "--database-copy", target};
    } while (!isKilledOnTheWay(copy, to, name, milliseconds));

    long images = count(target);
    assertThat(images).isIn(0L, (long) IMAGES);
    boolean whole = images > 0;
    VmcasterRun.Ran again = vmcaster.run(copy).ended(whole ? 2 : 0);
    assertThat(again.err()).contains(whole ? "is not empty: nothing was copied" : "copied 1 list ");
    assertThat(count(target)).isEqualTo(IMAGES);
    String copied = name;
    assertThat(directory.toFile().list((dir, file) -> file.startsWith(copied)))
        .isSubsetOf(name + ".db", name + ".db.vmcaster-locks");
  }

  private boolean isKilledOnTheWay(String[] copy, String to, String name, int milliseconds)
      throws Exception {
    ProgramProcess program = ProgramProcess.in(directory);
    Process process = program.builder(program.command(copy)).inheritIO().start();
    Patience.until(() -> !process.isAlive() || isBegun(to, name));
    boolean early = !process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return early;
  }

  private boolean isBegun(String kind, String name) throws IOException, InterruptedException {
    return kind.equals("sqlite")
        ? written(name)
        : server
            .sql(
                name,
                "SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL"
                    + " AND application_name = 'vmcaster' AND datname = '"
                    + name
                    + "'")
            .startsWith("1");
  }

  private boolean written(String name) throws IOException {
    Path journal = directory.resolve(name + ".db-journal");
    return Files.exists(journal) || Files.exists(directory.resolve(name + ".db"));
  }

  private long count(String target) {
    return vmcaster.run("-d", target, "--image-list").succeeded().out().lines().count();
  }
}
