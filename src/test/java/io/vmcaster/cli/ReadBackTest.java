package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list is looked at where subscribers read it, as soon as it is published. */
class ReadBackTest {

  @TempDir Path directory;
  private WebServer web;
  private LocalSite site;

  @BeforeEach
  void publishOverTheWeb() throws Exception {
    web = WebServer.start();
    site = LocalSite.published(directory);
    Files.writeString(
        site.file("vmcaster.cfg"),
        Files.readString(site.file("vmcaster.cfg"))
            + "[web]\nserver = \"127.0.0.1\"\nwriteprotocol = \"local\"\nreadprefix = \""
            + web.url("/")
            + "\"\nwriteprefix = \""
            + site.file("www")
            + "/\"\n");
    site.setKey("hv:uri", web.url("/list.smime"));
  }

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void aWebPageInItsPlaceIsAWarning() throws Exception {
    web.serve("/list.smime", 200, "<html>It works!</html>".getBytes(UTF_8));
    assertWarned("does not answer with a list");
  }

  @Test
  void nothingInItsPlaceIsAWarning() throws Exception {
    assertWarned("cannot look at list");
  }

  @Test
  void aServerThatRefusesIsAWarning() throws Exception {
    web.serve("/list.smime", 403, new byte[0]);
    assertWarned("403");
  }

  private void assertWarned(String why) throws Exception {
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .contains("warning: cannot look at list " + LIST + " as subscribers do", why);
    assertThat(web.asked()).contains("GET /list.smime");
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  /** The publication stands and is recorded; what is wrong is the way to the subscribers. */
  @Test
  void anotherListInItsPlaceIsAFault() throws Exception {
    web.serve("/list.smime", 200, site.published().getBytes(UTF_8));
    assertThat(site.run("--update", "--imagelist", LIST, "--retries", "0").ended(8).err())
        .contains(
            "version 1.0.2 of list " + LIST + " is published at " + site.file("www/list.smime"),
            "subscribers get another one from " + web.url("/list.smime") + ": version 1.0.1",
            "no need to publish again",
            "readprefix and writeprefix name the same directory");
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertThat(site.run("--imagelist", LIST, "--imagelist-history").succeeded().out())
        .contains("1.0.2\t");
    assertThat(site.run("--update", "--imagelist", LIST, "--if-needed").succeeded().err())
        .isEmpty();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  /** A look that has to be repeated publishes nothing more. */
  @Test
  void aCacheThatLagsIsAskedAgain() throws Exception {
    web.serve("/list.smime", 200, site.published().getBytes(UTF_8));
    assertThat(site.run("--update", "--imagelist", LIST, "--retries", "1").ended(8).err())
        .contains("still answers with version 1.0.1; trying again in 1 s");
    assertThat(web.asked()).hasSize(2);
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }
}
