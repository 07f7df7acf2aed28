package io.vmcaster.uploader.webdav;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.CuttingRelay;
import io.vmcaster.testing.DavServer;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.VmcasterRun;
import io.vmcaster.uploader.gsidcap.DoorKey;
import io.vmcaster.uploader.gsidcap.ProxyTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole program over WebDAV: doctor, dry run, upload, publishing, rollback, pruning, kills. */
class DavMainJobTest {

  private static final String[] UPLOAD = {
    "--image-upload", "large.img", "--image", IMAGE, "--update", "--retries", "0"
  };

  @TempDir private static Path directory;
  private static LocalSite site;
  private static Path www;

  @TempDir private Path servers;

  @BeforeAll
  static void makeSite() throws Exception {
    site = LocalSite.create(directory);
    www = directory.resolve("www");
    Files.copy(site.file("dish.db"), site.file("fresh.db"));
    site.writeImage("build.img", 7);
    site.writeImage("next.img", 8);
    site.writeImage("large.img", 9, 20_000_000);
  }

  /** As if nothing had been uploaded yet. */
  @BeforeEach
  void beginAnew() throws Exception {
    Files.copy(site.file("fresh.db"), site.file("dish.db"), StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> below = Files.walk(www)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(www)) {
          Files.delete(each);
        }
      }
    }
  }

  private static VmcasterRun.Ran upload(String image, String... more) {
    return site.run(
        Stream.concat(
                Stream.of("--image-upload", image, "--image", IMAGE, "--update", "--retries", "0"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(DavServer.Kind.class)
  void theMainJobOnEachServer(DavServer.Kind kind) throws Exception {
    try (DavServer server = DavServer.start(kind, servers.resolve("server"), www)) {
      String replace = kind == DavServer.Kind.APACHE ? "replace = \"put\"\n" : "";
      site.configure("webdav", server.url(), replace);

      assertThat(site.run("--doctor", "--try-write").succeeded().out())
          .contains(
              "is reached by webdav, and it lets us in",
              "images/first.img goes: an upload makes it",
              "written, read and removed");
      upload("build.img", "--dry-run").succeeded();
      assertThat(sent()).isEmpty();
      upload("build.img").succeeded();
      Path first = site.images().get(0);
      assertThat(site.publicVersion()).isEqualTo("1.0.1");
      upload("next.img").succeeded();
      assertThat(site.publicVersion()).isEqualTo("1.0.2");
      assertThat(site.images()).hasSize(2);

      site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.1").succeeded();
      assertThat(site.publicVersion()).isEqualTo("1.0.3");
      assertThat(site.published()).contains(first.getFileName().toString());

      site.run("--image-prune", "--keep", "1", "--dry-run").succeeded();
      assertThat(site.images()).hasSize(2);
      site.run("--image-prune", "--keep", "1", "--yes").succeeded();
      assertThat(site.images()).containsExactly(first);
      verified();
    }
  }

  private static void verified() throws Exception {
    site.run("--imagelist-verify", site.file("www/list.smime").toString()).succeeded();
  }

  private static List<Path> sent() throws Exception {
    try (Stream<Path> files = Files.walk(www)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** No server continues a file, so that the next run begins anew. */
  @Test
  void whatWasKilledInTheMiddleIsSentAnew() throws Exception {
    try (DavServer server =
            DavServer.start(DavServer.Kind.LIGHTTPD, servers.resolve("server"), www);
        CuttingRelay relay = new CuttingRelay(server.port(), Long.MAX_VALUE)) {
      site.configure("webdav", "http://127.0.0.1:" + relay.port() + "/", "");
      upload("build.img").succeeded();
      long before = relay.sent();
      relay.stallAfter(5_000_000);
      killWhenStalled(relay);
      assertThat(site.publicVersion()).isEqualTo("1.0.1");
      relay.heal();

      site.run(UPLOAD).succeeded();

      assertThat(site.publicVersion()).isEqualTo("1.0.2");
      assertThat(relay.sent() - before).isGreaterThan(24_000_000);
      assertThat(sent()).hasSize(3);
      verified();
    }
  }

  private static void killWhenStalled(CuttingRelay relay) throws Exception {
    var program = site.child();
    Process killed =
        program
            .builder(program.command(UPLOAD))
            .redirectErrorStream(true)
            .redirectOutput(site.file("killed.log").toFile())
            .start();
    Instant end = Instant.now().plus(Patience.LONG);
    while (!relay.hasCut()) {
      assertThat(killed.waitFor(10, TimeUnit.MILLISECONDS))
          .as(Files.readString(site.file("killed.log")))
          .isFalse();
      assertThat(Instant.now()).isBefore(end);
    }
    killed.destroyForcibly().waitFor();
  }

  @Test
  void theMainJobOnADoorWithAProxy() throws Exception {
    var host = site.ca().host("localhost").issue();
    DoorKey key = new DoorKey(host.certificateFile(), host.keyFile());
    try (DavDoor door = new DavDoor(www, 0, key.context(new ProxyTrust(site.ca().directory())))) {
      Path proxy = site.endorser().proxy().issue().proxyFile();
      site.configure("webdav", door.url(), "replace = \"move\"\nproxy = \"" + proxy + "\"\n");

      assertThat(site.run("--doctor", "--try-write").ended(0).out())
          .contains("consumers miss the list for a moment", "dcache-rest");
      assertThat(upload("build.img").succeeded().err()).doesNotContain("for a moment");
      assertThat(upload("next.img").succeeded().err())
          .containsOnlyOnce("consumers miss the list for a moment");
      assertThat(door.asked()).anyMatch(line -> line.startsWith("pool PUT"));
    }
  }

  @Test
  void aRefusalEndsInItsStatus() throws Exception {
    Map<Integer, Integer> ends = Map.of(507, 5, 423, 5, 401, 7, 403, 6, 405, 6);
    try (DavDoor door = new DavDoor(www, 0, null)) {
      site.configure("webdav", door.url(), "");
      ends.forEach(
          (status, end) -> {
            door.answering("PUT", status);
            upload("build.img").ended(end);
          });
    }
    assertThat(sent()).isEmpty();
  }

  @Test
  void aServerThatWantsTheSizeGetsAPackedCopy() throws Exception {
    try (DavDoor door = new DavDoor(www, 0, null).withoutPool().with(DavFault.LENGTH_REQUIRED)) {
      site.configure("webdav", door.url(), "");

      upload("build.img").succeeded();

      assertThat(site.images()).hasSize(1);
    }
  }

  @Test
  void aMoveThatWasNotMadeIsNoSuccess() throws Exception {
    try (DavDoor door = new DavDoor(www, 0, null).with(DavFault.FALSE_MOVE)) {
      site.configure("webdav", door.url(), "");

      assertThat(upload("build.img").status()).isNotZero();

      door.heal();
      upload("build.img").succeeded();
      verified();
    }
  }
}
