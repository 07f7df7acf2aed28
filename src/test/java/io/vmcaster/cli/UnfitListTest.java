package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list that cannot be published refuses an upload with {@code --update} before a byte is sent:
 * nobody waits for gigabytes to hear of a missing title.
 */
class UnfitListTest {

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void published() throws Exception {
    site = LocalSite.published(directory);
    site.writeImage("new.img", 2);
  }

  private VmcasterRun.Ran upload(String... more) {
    List<String> command = new ArrayList<>(List.of("--image", IMAGE, "--image-upload", "new.img"));
    command.add("--update");
    command.addAll(List.of(more));
    return site.run(command.toArray(String[]::new));
  }

  private void refused(int status, String... words) throws Exception {
    List<Path> before = site.images();
    String list = site.published();
    String image = site.run("--image", IMAGE, "--image-show").succeeded().out();
    assertThat(upload().ended(status).err()).contains(words).doesNotContain("uploaded");
    assertThat(upload("--dry-run").ended(status).err()).contains(words);
    assertThat(site.images()).isEqualTo(before);
    assertThat(site.published()).isEqualTo(list);
    assertThat(site.run("--image", IMAGE, "--image-show").succeeded().out()).isEqualTo(image);
  }

  @Test
  void metadataThatIsMissingIsFoundFirst() throws Exception {
    site.run("--imagelist", LIST, "--imagelist-key-del", "dc:title").succeeded();
    refused(8, "cannot be published", "dc:title");
  }

  /** Such text comes into a database by other programs alone. */
  @Test
  void textThatIsNotUtf8IsFoundFirst() throws Exception {
    String path = directory.resolve("dish.db").toString();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE ImagelistMetadata SET value = CAST(X'54E9' AS TEXT) WHERE key = 'dc:title'");
    }
    refused(8, "not UTF-8");
  }

  @Test
  void aListWithoutUriIsFoundFirst() throws Exception {
    site.run("--imagelist", LIST, "--imagelist-key-del", "hv:uri").succeeded();
    refused(8, "has no hv:uri");
  }

  @Test
  void aListOnAnotherServerThanTheConfiguredIsFoundFirst() throws Exception {
    site.setKey("hv:uri", "https://elsewhere.example.org/list.smime");
    refused(3, "elsewhere.example.org");
  }

  @Test
  void whatAConsumerWouldRefuseIsFoundFirst() throws Exception {
    site.configure("consumers = [\"atrope\"]\n");
    refused(8, "would be refused", "sl:osname");
  }

  @Test
  void aCertificateThatSubscribersRefuseIsFoundFirst() throws Exception {
    site.signWith(
        site.ca().user("/DC=org/DC=example/CN=Owen Synge").extendedKeyUsage("clientAuth").issue());
    refused(7, "subscribers would refuse");
  }

  @Test
  void whatTheUploadFillsIsNotMissed() throws Exception {
    site.configure("consumers = [\"hepix\", \"vmcatcher\"]\n");
    for (String key : List.of("hv:size", "hv:format", "sl:checksum:sha512", "hv:version")) {
      site.run("--image", IMAGE, "--image-key-del", key).succeeded();
    }
    upload("--dry-run").succeeded();
    upload().succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  @Test
  void onlyTheListThatWasAskedForCounts() throws Exception {
    String other = "00000000-0000-4000-8000-000000000001";
    site.run("--imagelist-add", other).succeeded();
    site.run("--connect", "--image", IMAGE, "--imagelist", other).succeeded();
    refused(8, other);
    upload("--imagelist", LIST).succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }
}
