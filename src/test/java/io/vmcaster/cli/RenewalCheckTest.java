package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cron runs: every list that needs it, and nothing else. */
class RenewalCheckTest {

  private static final String SECOND = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String THIRD = "f5b1d3c2-7f3a-4f6e-9d59-2f9b0f1f5a10";

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void publish() throws Exception {
    site = LocalSite.published(directory);
  }

  private String cron(String... more) throws Exception {
    String[] all = new String[3 + more.length];
    System.arraycopy(new String[] {"--update", "--all", "--if-needed"}, 0, all, 0, 3);
    System.arraycopy(more, 0, all, 3, more.length);
    assertThat(site.run(all).succeeded().out()).isEmpty();
    return site.publicVersion();
  }

  @Test
  void nothingIsSaidWhenNothingIsDone() throws Exception {
    byte[] database = Files.readAllBytes(site.file("dish.db"));
    assertThat(site.run("--update", "--all", "--if-needed").succeeded().err()).isEmpty();
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    assertThat(site.file("dish.db")).hasBinaryContent(database);
  }

  @Test
  void aListThatExpiresSoonIsRenewed() throws Exception {
    assertThat(cron("--renew-days", "27")).isEqualTo("1.0.1");
    assertThat(cron("--renew-days", "29")).isEqualTo("1.0.2");
  }

  @Test
  void aListWhoseCertificateEndsSoonIsRenewed() throws Exception {
    site.signWith(
        site.ca()
            .user(site.endorser().subject())
            .validUntil(Instant.now().plus(Duration.ofDays(40)))
            .issue());
    site.run("--update", "--imagelist", LIST, "--lifetime", "20").succeeded();
    assertThat(cron("--renew-days", "15")).isEqualTo("1.0.2");
    site.signWith(site.endorser());
    assertThat(cron("--renew-days", "19")).isEqualTo("1.0.2");
    assertThat(cron("--renew-days", "45")).isEqualTo("1.0.3");
  }

  @Test
  void aChangeIsPublishedOnce() throws Exception {
    site.setKey("dc:title", "New");
    assertThat(cron()).isEqualTo("1.0.2");
    assertThat(cron()).isEqualTo("1.0.2");
    site.setImageKey("dc:title", "New");
    assertThat(cron()).isEqualTo("1.0.3");
    assertThat(cron()).isEqualTo("1.0.3");
  }

  @Test
  void oneListThatFailsKeepsNoOtherBack() throws Exception {
    add(SECOND, "https://nowhere.example.net/second.smime");
    add(THIRD, "https://example.org/third.smime");
    site.setKey("dc:title", "New");

    assertThat(site.run("--update", "--all").ended(3).err())
        .contains("list " + SECOND + ": ", "of list " + LIST, "of list " + THIRD)
        .contains("nowhere.example.net");

    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertThat(site.file("www/third.smime")).exists();
    assertThat(site.run("--update", "--all", "--if-needed").ended(3).err())
        .doesNotContain("of list " + LIST, "of list " + THIRD);
  }

  private void add(String list, String uri) throws Exception {
    String json = Files.readString(site.file("list.json"));
    json = json.replace(LIST, list).replace("https://example.org/list.smime", uri);
    json = json.replaceAll("(?s)\"hv:images\": \\[.*\\]", "\"hv:images\": []");
    Files.writeString(site.file(list), json);
    site.run("--imagelist-import-json", list).succeeded();
  }
}
