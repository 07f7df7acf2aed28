package io.vmcaster.uploader.webdav;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.DavServer;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import io.vmcaster.uploader.gsidcap.DoorKey;
import io.vmcaster.uploader.gsidcap.ProxyTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program over WebDAV: doctor, dry run, upload, publishing, rollback, pruning. */
class DavMainJobTest {

  @TempDir Path directory;
  private LocalSite site;
  private Path www;

  @BeforeEach
  void makeSite() throws Exception {
    site = LocalSite.create(directory);
    www = Files.createDirectories(directory.resolve("www"));
    site.writeImage("build.img", 7);
    site.writeImage("next.img", 8);
  }

  private VmcasterRun.Ran upload(String image, String... more) {
    return site.run(
        Stream.concat(
                Stream.of("--image-upload", image, "--image", IMAGE, "--update", "--retries", "0"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(DavServer.Kind.class)
  void theMainJobOnEachServer(DavServer.Kind kind) throws Exception {
    try (DavServer server = DavServer.start(kind, directory.resolve("server"), www)) {
      String replace = kind == DavServer.Kind.APACHE ? "replace = \"put\"\n" : "";
      site.configure("webdav", server.url(), replace);

      assertThat(site.run("--doctor", "--try-write").succeeded().out())
          .contains("is reached by webdav, and it lets us in", "written, read and removed");
      upload("build.img", "--dry-run").succeeded();
      assertThat(sent()).isEmpty();
      upload("build.img").succeeded();
      String first = site.publicVersion();
      upload("next.img").succeeded();
      assertThat(site.publicVersion()).isNotEqualTo(first);
      assertThat(site.images()).hasSize(2);
      site.run("--imagelist-verify", published().toString()).succeeded();
    }
  }

  private Path published() throws Exception {
    return sent().stream()
        .filter(file -> file.toString().endsWith(".smime"))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> sent() throws Exception {
    try (Stream<Path> files = Files.walk(www)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void theMainJobOnADoorWithAProxy() throws Exception {
    var host = site.ca().host("localhost").issue();
    DoorKey key = new DoorKey(host.certificateFile(), host.keyFile());
    try (DavDoor door = new DavDoor(www, 0, key.context(new ProxyTrust(site.ca().directory())))) {
      site.configure("webdav", door.url(), "replace = \"move\"\n");
      site.with("X509_USER_PROXY", site.endorser().proxy().issue().proxyFile().toString());

      assertThat(site.run("--doctor", "--try-write").ended(0).out())
          .contains("readers miss the list for a moment", "dcache-rest");
      assertThat(upload("build.img").succeeded().err()).doesNotContain("for a moment");
      assertThat(upload("next.img").succeeded().err())
          .containsOnlyOnce("readers miss the list for a moment");
      assertThat(door.asked()).anyMatch(line -> line.startsWith("pool PUT"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {507, 423, 401, 403, 405})
  void aRefusalEndsInItsStatus(int status) throws Exception {
    try (DavDoor door = new DavDoor(www, 0, null).answering("PUT", status)) {
      site.configure("webdav", door.url(), "");

      int ended = status == 401 ? 7 : status == 403 || status == 405 ? 6 : 5;
      upload("build.img").ended(ended);
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
      site.run("--imagelist-verify", published().toString()).succeeded();
    }
  }
}
