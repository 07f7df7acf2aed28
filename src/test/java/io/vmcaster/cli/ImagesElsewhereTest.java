package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.WebServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are asked for where subscribers find them. */
class ImagesElsewhereTest {

  private static final String PATH = "/images/foreign.img";

  @TempDir Path directory;
  private WebServer web;
  private LocalSite site;

  @BeforeEach
  void publish() throws Exception {
    web = WebServer.start();
    site = LocalSite.published(directory);
    site.setImageKey("hv:uri", web.url(PATH));
    site.setImageKey("hv:size", "1234");
  }

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void oneThatIsThereIsPublished() throws Exception {
    web.serve(PATH, 200, new byte[1234]);
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .doesNotContain("cannot tell");
    assertThat(web.asked()).containsOnly("HEAD " + PATH);
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  @Test
  void oneOfAnotherSizeIsRefused() throws Exception {
    web.serve(PATH, 200, new byte[1235]);
    assertThat(site.run("--update", "--imagelist", LIST).ended(6).err())
        .contains(web.url(PATH) + " has 1235 bytes, hv:size says 1234");
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
  }

  /** The server answered, and says that there is no such file: subscribers would lose the image. */
  @Test
  void oneThatIsNotThereIsRefused() throws Exception {
    assertThat(site.run("--update", "--imagelist", LIST).ended(6).err())
        .contains("image " + IMAGE + ": nothing at " + web.url(PATH), "--no-check-images");
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    site.run("--update", "--imagelist", LIST, "--no-check-images").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  @Test
  void aServerThatIsBrokenOrAwayIsOnlyAWarning() throws Exception {
    web.serve(PATH, 503, new byte[0]);
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .contains("cannot tell whether image " + IMAGE + " is at " + web.url(PATH));
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    site.setImageKey("hv:uri", "http://127.0.0.1:" + closedPort() + PATH);
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .contains("no section of the configuration covers it");
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void oneOnOurServerIsAskedForAtItsUriWhenTheSectionSaysSo() throws Exception {
    site.configure("[web]\nserver = \"127.0.0.1\"\nwriteprotocol = \"local\"\nreadprefix = \"");
    String section = Files.readString(site.file("vmcaster.cfg"));
    Files.writeString(
        site.file("vmcaster.cfg"),
        section
            + web.url("/")
            + "\"\nwriteprefix = \""
            + site.file("www")
            + "/\"\nverify = \"download\"\n");
    web.serve(PATH, 200, new byte[1234]);
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .doesNotContain("cannot tell");
    web.serve(PATH, 404, new byte[0]);
    assertThat(site.run("--update", "--imagelist", LIST).ended(6).err())
        .contains("nothing at " + web.url(PATH));
  }
}
