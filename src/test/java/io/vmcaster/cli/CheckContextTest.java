package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --imagelist-check} knows what stands beside a list, and where it came from. */
class CheckContextTest {

  private static final String OTHER = "00000000-0000-4000-8000-000000000001";

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void published() throws Exception {
    site = LocalSite.published(directory);
  }

  private String check(String what, int status) {
    return site.run("--imagelist-check", what, "--for", "vmcatcher").ended(status).out();
  }

  @Test
  void anImageOfTwoListsIsTold() {
    String alone = site.run("--imagelist-check", "--imagelist", LIST, "--for", "vmcatcher").out();
    assertThat(alone).doesNotContain(OTHER);
    site.run("--imagelist-add", OTHER).succeeded();
    site.run("--connect", "--image", IMAGE, "--imagelist", OTHER).succeeded();
    String shared = site.run("--imagelist-check", "--imagelist", LIST, "--for", "vmcatcher").out();
    assertThat(shared)
        .contains(
            "warning vmcatcher hv:images: image " + IMAGE + " is in list " + OTHER + ", too: ",
            "vmcaster --imagelist " + LIST + " --image " + IMAGE + " --disconnect");
    site.run("--imagelist", LIST, "--image", IMAGE, "--disconnect").succeeded();
    assertThat(site.run("--imagelist-check", "--imagelist", LIST, "--for", "vmcatcher").out())
        .doesNotContain(OTHER);
  }

  /** Who is asked to trust by a directory, is told whom vmcatcher refuses by it. */
  @Test
  void aSignerWhomADirectoryDoesNotTrustIsTold() throws Exception {
    String list = site.file("www/list.smime").toString();
    String[] trusting = {
      "--imagelist-check", list, "--for", "vmcatcher", "--ca-dir", site.ca().directory().toString()
    };
    assertThat(site.run(trusting).out()).doesNotContain("signer");
    site.ca().signingPolicy("/DC=org/DC=nobody/*");
    assertThat(site.run(trusting).ended(8).out())
        .contains("error vmcatcher: the signer is outside the signing policy");
    site.ca().signingPolicy("*");
    site.ca().revoke(site.endorser());
    site.ca().publishCrl(Instant.now().plus(Duration.ofDays(1)));
    assertThat(site.run(trusting).ended(8).out())
        .contains("error vmcatcher: the revocation lists do not let the signer's certificate pass");
    trusting[5] = Files.createDirectory(directory.resolve("empty")).toString();
    assertThat(site.run(trusting).ended(8).out())
        .contains("error vmcatcher: no trust anchor vouches for the signer's certificate");
  }

  @Test
  void aListThatSaysItIsElsewhereMovesItsSubscribers() throws Exception {
    try (WebServer web = WebServer.start()) {
      web.serveFiles(site.file("www"));
      String url = web.url("/list.smime");
      assertThat(check(url, 0))
          .contains(
              "warning vmcatcher hv:uri: the list was fetched from " + url,
              "but its hv:uri is https://example.org/list.smime: ",
              " --imagelist-key-set hv:uri --imagelist-value " + url);
      assertThat(check(site.file("www/list.smime").toString(), 0)).doesNotContain("fetched from");
    }
  }
}
