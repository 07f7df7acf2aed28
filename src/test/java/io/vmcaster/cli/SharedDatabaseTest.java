package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.faults.KilledMain;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A team on one PostgreSQL, which wants a password and has a certificate for its name. */
class SharedDatabaseTest {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  @TempDir static Path pki;
  private static TestCa ca;
  private static TestCa otherCa;
  private static PostgresServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    TestPki world = TestPki.in(pki);
    ca = world.ca("/DC=org/DC=example/CN=Database CA");
    otherCa = world.ca("/DC=org/DC=example/CN=Other CA");
    server = PostgresServer.start(ca.host("localhost").issue());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** The URL of a new database, with user and password. */
  private static String newDatabase() throws Exception {
    return server.newDatabase("team" + DATABASES.incrementAndGet());
  }

  private static String withoutPassword(String url) {
    return url.replace(":secret@", "@");
  }

  private static String wrongPassword(String url) {
    return url.replace(":secret@", ":wrongsecret@");
  }

  private VmcasterRun program(String url) {
    return VmcasterRun.in(directory).with("DISH_RDBMS", url);
  }

  @Test
  void thePasswordMayComeFromTheEnvironmentOrAFile() throws Exception {
    String url = withoutPassword(newDatabase());
    program(url).with("PGPASSWORD", "secret").run("--imagelist-add", LIST).succeeded();
    Path file =
        Files.writeString(
            directory.resolve("passwords"), "127.0.0.1:" + server.port() + ":*:vmcaster:secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    VmcasterRun named = program(url).with("PGPASSFILE", file.toString());
    assertThat(named.run("--imagelist-list").succeeded().out()).isEqualTo(LIST + "\n");
    assertThat(program(url).run("--imagelist-list").ended(3).err())
        .contains("password", "PGPASSWORD", "PGPASSFILE");
    Files.move(file, directory.resolve(".pgpass"));
    assertThat(program(url).run("--imagelist-list").succeeded().out()).isEqualTo(LIST + "\n");
    Files.setPosixFilePermissions(
        directory.resolve(".pgpass"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(program(url).run("--imagelist-list").ended(3).err()).contains("chmod 600");
  }

  @Test
  void whatIsWrongIsSaidOnceAndWithoutThePassword() throws Exception {
    String url = newDatabase();
    assertRefused(3, wrongPassword(url), "password authentication failed");
    assertRefused(3, url.replaceFirst("team", "missing"), "does not exist");
    assertRefused(3, url.replace("vmcaster:", "stranger:"), "stranger");
    assertRefused(3, url + "?sslmode=sure", "sslmode");
    assertRefused(3, url + "?ssl_mode=require", "ssl_mode");
    assertRefused(5, url.replace(":" + server.port(), ":1"), "refused");
    assertRefused(5, url.replace("127.0.0.1", "nowhere.invalid"), "its host is not known");
  }

  private void assertRefused(int status, String url, String why) {
    for (String action : List.of("--imagelist-list", "--endorser-add=/CN=x")) {
      String err = program(url).run(action.split("=", 2)).ended(status).err();
      assertThat(err).contains(why).doesNotContain("secret");
      assertThat(err.lines()).as(err).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void whoMayNotMakeTablesIsToldWhatToAskFor() throws Exception {
    String url = newDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    server.sql(name, "CREATE ROLE guest LOGIN PASSWORD 'secret'");
    assertThat(
            program(url.replace("vmcaster:", "guest:")).run("--imagelist-add", LIST).ended(3).err())
        .contains("permission denied", "GRANT CREATE ON SCHEMA");
    server.sql(name, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    assertThat(program(url).run("--imagelist-add", LIST).ended(3).err()).contains("primary");
  }

  /** Whoever may only read is told which right is missing where, before anything is sent. */
  @Test
  void whoMayOnlyReadIsToldWhichRightIsMissing() throws Exception {
    String url = newDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    LocalSite site = published(url);
    server.sql(name, "CREATE ROLE reader_" + name + " LOGIN PASSWORD 'secret'");
    server.sql(name, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_" + name);
    String reading = url.replace("vmcaster:", "reader_" + name + ":");
    assertThat(program(reading).run("--imagelist-list").succeeded().out()).startsWith(LIST);
    for (String[] command :
        List.of(
            new String[] {"-d", reading, "--update", "--imagelist", LIST},
            new String[] {"-d", reading, "--update", "--imagelist", LIST, "--dry-run"},
            new String[] {"-d", reading, "--imagelist-add", "9b6fad19-d913-4cca-b77d-c4b4fcd9dc37"},
            new String[] {"-d", reading, "--doctor"})) {
      VmcasterRun.Ran ran = site.run(command).ended(3);
      assertThat(ran.out() + ran.err())
          .contains("GRANT SELECT, INSERT, UPDATE, DELETE ON \"")
          .doesNotContain("ON SCHEMA public TO user", "directory is there", "would publish");
    }
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "verify-ca", "verify-full"})
  void theServersCertificateIsAcceptedWhenItIsTheRightOne(String mode) throws Exception {
    String url = newDatabase().replace("127.0.0.1", "localhost") + "?sslmode=" + mode;
    String anchored = url + "&sslrootcert=" + ca.identity().certificateFile();
    program(anchored).run("--imagelist-add", LIST).succeeded();
    String name = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    try (Repository open = open(anchored)) {
      assertThat(open.contents().lists()).hasSize(1);
      assertThat(
              server.sql(
                  name,
                  "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                      + " WHERE application_name = 'vmcaster' AND datname = '"
                      + name
                      + "'"))
          .isEqualTo("t\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, verify-ca",
    "localhost, verify-full",
  })
  void anotherAuthorityIsRefused(String host, String mode) throws Exception {
    String url = newDatabase().replace("127.0.0.1", host) + "?sslmode=" + mode;
    String other = url + "&sslrootcert=" + otherCa.identity().certificateFile();
    assertRefused(3, other, "certificat");
    assertThat(program(other).run("--imagelist-list").err()).contains("sslrootcert");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    String url =
        newDatabase() + "?sslrootcert=" + ca.identity().certificateFile() + "&sslmode=verify-";
    program(url + "ca").run("--imagelist-add", LIST).succeeded();
    assertRefused(3, url + "full", "127.0.0.1");
    assertRefused(3, newDatabase() + "?sslrootcert=missing.pem", "missing.pem");
  }

  @Test
  void severalMayMakeTheTablesAtOnce() throws Exception {
    String url = newDatabase();
    CyclicBarrier together = new CyclicBarrier(8);
    inParallel(
        8,
        number -> {
          together.await();
          return program(url).run("--endorser-add", "/CN=" + number).succeeded();
        });
    assertThat(program(url).run("--endorser-list").succeeded().out().lines()).hasSize(8);
  }

  @Test
  void manyWritersLoseNothing() throws Exception {
    String url = newDatabase();
    program(url).run("--imagelist-add", LIST).succeeded();
    inParallel(
        12,
        number -> {
          for (int i = 0; i < 5; i++) {
            String key = "key:" + number + "-" + i;
            program(url)
                .run("--imagelist", LIST, "--imagelist-key-set", key, "--imagelist-value", "v")
                .succeeded();
          }
          return null;
        });
    assertThat(program(url).run("--imagelist", LIST, "--imagelist-keys").succeeded().out().lines())
        .filteredOn(line -> line.startsWith("key:"))
        .hasSize(60);
  }

  /** A piece of work that knows its number. */
  @FunctionalInterface
  private interface Work {
    Object run(int number) throws Exception;
  }

  private static void inParallel(int count, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<Object>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(() -> work.run(number));
      }
      for (Future<Object> future : threads.invokeAll(all)) {
        future.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void whoWaitsIsToldForWhom() throws Exception {
    String url = newDatabase();
    LocalSite site = published(url);
    try (Repository other = open(url)) {
      Repository.Lock held = other.lock(new ListId(LIST), Duration.ZERO, "publishing");
      String holder = "publishing by process " + ProcessHandle.current().pid();
      assertThat(site.run("--update", "--imagelist", LIST, "--lock-wait", "0").ended(9).err())
          .contains(LIST, "is held by another run", holder, "for vmcaster", "--lock-wait");
      assertThat(site.run("--update", "--imagelist", LIST, "--lock-wait", "5").ended(9).err())
          .contains("waiting: ", holder);
      held.close();
      site.run("--update", "--imagelist", LIST, "--lock-wait", "0").succeeded();
    }
  }

  private LocalSite published(String url) throws Exception {
    LocalSite site = LocalSite.create(directory, url);
    site.writeImage("build.img", 1);
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    return site;
  }

  @Test
  void aPublisherThatIsKilledLetsGo() throws Exception {
    LocalSite site = published(newDatabase());
    site.child()
        .running(KilledMain.class)
        .behind("setsid") // the whole process group is killed
        .property("vmcaster.kill", FailPoint.LIST_SENT.name())
        .run("--update", "--imagelist", LIST)
        .ended(137);
    site.run("--update", "--imagelist", LIST, "--lock-wait", "300").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertThat(site.file("www").toFile().list()).containsExactlyInAnyOrder("images", "list.smime");
  }

  @Test
  void aConnectionThatIsCutLetsGo() throws Exception {
    String url = newDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    try (Repository cut = open(url);
        Repository other = open(url)) {
      Repository.Lock held = cut.lock(new ListId(LIST), Duration.ZERO, "publishing");
      assertThat(cut.contents().lists()).isEmpty();
      server.sql(
          name,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name LIKE 'vmcaster%'");
      other.lock(new ListId(LIST), Patience.LONG, "publishing").close();
      held.close();
    }
  }

  /** At any moment of a change: while it reads, while it writes, before it commits. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aConnectionThatIsCutDuringAChangeIsTemporary(int moment) throws Exception {
    String url = newDatabase();
    String name = url.substring(url.lastIndexOf('/') + 1);
    program(url).run("--imagelist-add", LIST).succeeded();
    ListId list = new ListId(LIST);
    try (Repository repository = open(url)) {
      assertThatThrownBy(
              () ->
                  repository.change(
                      changes -> {
                        cutAt(0, moment, name);
                        changes.set(list, "k", Json.of(1));
                        cutAt(1, moment, name);
                        changes.add(new ListId("other"));
                        changes.delete(list);
                        cutAt(2, moment, name);
                        changes.add(list);
                        cutAt(3, moment, name);
                        return null;
                      }))
          .isInstanceOf(TemporaryFailure.class);
      assertThat(repository.contents().metadata(list)).contains(Json.object());
    }
  }

  private static void cutAt(int here, int moment, String name) {
    if (here == moment) {
      try {
        server.sql(
            name,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name LIKE 'vmcaster%' AND datname = '"
                + name
                + "'");
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aTextWithANulIsRefused() throws Exception {
    String url = newDatabase();
    LocalSite site = LocalSite.create(directory, url);
    String before = site.run("--imagelist", LIST, "--imagelist-show").out();
    String json = Files.readString(site.file("list.json"));
    Files.writeString(site.file("nul.json"), json.replace("\"An image\"", "\"An \\u0000 image\""));
    assertThat(site.run("--imagelist-import-json", "nul.json").ended(8).err())
        .contains("nul.json", "U+0000");
    Files.writeString(site.file("value"), "a\0b");
    assertThat(
            site.run(
                    "--imagelist",
                    LIST,
                    "--imagelist-key-set",
                    "dc:title",
                    "--imagelist-value-file",
                    "value")
                .ended(8)
                .err())
        .contains("dc:title", "character zero");
    assertThat(site.run("--imagelist", LIST, "--imagelist-show").out()).isEqualTo(before);
  }

  private Repository open(String url) {
    return Repository.open(
        url, new Environment(Map.of(), directory), Patience.LONG, Messages.SILENT);
  }
}
