package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server lets go of a lock while its holder lives: a restart, a cut line, an administrator. */
class LostLockTest {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static PostgresServer server;

  @TempDir Path directory;
  private String name;
  private LocalSite site;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void publish() throws Exception {
    name = "locks" + DATABASES.incrementAndGet();
    site = LocalSite.create(directory, server.newDatabase(name));
    site.writeImage("build.img", 1);
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    site.writeImage("build.img", 2);
  }

  /** Ends the sessions of a kind when a step is reached for the first time. */
  private FailPoints cutting(FailPoint where, String sessions) {
    return new FailPoints() {
      private boolean cut;

      @Override
      public void reached(FailPoint step) {
        if (step == where && !cut) {
          cut = true;
          unchecked(
              () ->
                  server.sql(
                      name,
                      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          + " WHERE application_name LIKE '"
                          + sessions
                          + "' AND datname = '"
                          + name
                          + "'"));
        }
      }
    };
  }

  /** What may fail in a test alone. */
  @FunctionalInterface
  private interface Deed {
    void run() throws Exception;
  }

  private static void unchecked(Deed deed) {
    try {
      deed.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"LIST_INTENT_BEGUN", "LIST_CHECKED"})
  void aListIsNotPublishedWithoutItsLock(FailPoint step) throws Exception {
    site.watchedBy(cutting(step, "vmcaster publishing%"));
    String err = site.run("--imagelist", LIST, "--update", "--retries", "0").ended(5).err();
    assertThat(err)
        .contains("the lock on image list " + LIST + " is lost", "Run the command again");
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    site.watchedBy(FailPoints.NONE).run("--imagelist", LIST, "--update").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"IMAGE_SENT", "IMAGE_ARRIVAL_WRITTEN"})
  void neitherIsAnImage(FailPoint step) throws Exception {
    site.watchedBy(cutting(step, "vmcaster uploading%"));
    assertThat(upload("--retries", "0").ended(5).err())
        .contains("the lock on image " + IMAGE + " is lost");
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    site.watchedBy(FailPoints.NONE);
    upload().succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertNothingIsLeft();
  }

  private VmcasterRun.Ran upload(String... more) {
    String[] arguments = {"--image-upload", "build.img", "--image", IMAGE, "--update"};
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return site.run(all);
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(site.file("www").toFile().list()).containsExactlyInAnyOrder("images", "list.smime");
    assertThat(site.images()).noneMatch(file -> file.getFileName().toString().startsWith("."));
    site.run("--imagelist-verify", site.file("www/list.smime").toString()).succeeded();
  }

  /** Whatever happens, a retry takes the lock again and ends well. */
  @ParameterizedTest
  @EnumSource(
      value = FailPoint.class,
      names = {"IMAGE_SEND_BEGUN", "IMAGE_RENAMED", "LIST_CHECKED", "LIST_RECORDED"})
  void aRunThatTriesAgainTakesItAgain(FailPoint step) throws Exception {
    site.watchedBy(cutting(step, "vmcaster%"));
    upload().succeeded();
    site.watchedBy(FailPoints.NONE);
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertNothingIsLeft();
  }

  /** What was begun is completed, and what the list is now goes out once more. */
  @Test
  void aListThatIsPublicAlreadyIsRecorded() throws Exception {
    site.watchedBy(cutting(FailPoint.LIST_RENAMED, "vmcaster%"));
    assertThat(upload().succeeded().err()).contains("1.0.2", "it is public, now recorded");
    site.watchedBy(FailPoints.NONE);
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    assertNothingIsLeft();
  }

  @Test
  void theServerMayBeStartedAgain() throws Exception {
    site.watchedBy(
        step -> {
          if (step == FailPoint.LIST_CHECKED && !restarted) {
            restarted = true;
            unchecked(server::restart);
          }
        });
    upload().succeeded();
    site.watchedBy(FailPoints.NONE);
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertNothingIsLeft();
  }

  private boolean restarted;
}
