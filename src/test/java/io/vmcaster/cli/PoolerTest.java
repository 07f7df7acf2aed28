package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.PgBouncer;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PgBouncer lends a session for one transaction: nothing of ours may live in a session. */
class PoolerTest {

  private static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";

  @TempDir Path directory;

  @Test
  void everyRunWorksAndNoLockStays() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      server.newDatabase("dish");
      try (PgBouncer pooler = PgBouncer.before(server, "transaction")) {
        String url = "postgresql://vmcaster:secret@127.0.0.1:" + pooler.port() + "/dish";
        LocalSite site = LocalSite.create(directory, url);
        site.writeImage("build.img", 1);
        site.run("--image-upload", "build.img", "--image", LocalSite.IMAGE, "--update").succeeded();
        for (int i = 0; i < 4; i++) {
          VmcasterRun.in(directory)
              .with("DISH_RDBMS", url)
              .run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "v")
              .succeeded();
          site.run("--update", "--imagelist", LIST, "--lock-wait", "0").succeeded();
        }
        assertThat(server.sql("dish", "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'"))
            .isEqualTo("0\n");
      }
    }
  }
}
