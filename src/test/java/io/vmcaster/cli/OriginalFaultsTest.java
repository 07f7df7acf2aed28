package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original program got wrong, and does not go wrong here. */
class OriginalFaultsTest {

  private static final String OTHER = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";

  @TempDir Path directory;

  @Test
  void whatIsDeletedIsNotInherited() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.run("--imagelist-del", "--imagelist", LIST).succeeded();
    site.run("--image-del", "--image", IMAGE).succeeded();
    site.run("--imagelist-add", OTHER).succeeded();
    site.run("--image-add", LIST).succeeded();
    assertThat(site.run("--imagelist-list").out()).isEqualTo(OTHER + "\n");
    assertThat(site.run("--imagelist", OTHER, "--imagelist-keys").out()).isEmpty();
    assertThat(site.run("--image", LIST, "--image-keys").out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v20141029", "latest", "1.0-rc1"})
  void anyVersionKeepsItsMetadata(String version) throws Exception {
    LocalSite site = LocalSite.empty(directory);
    importList(site, "\"hv:version\": \"" + version + "\", \"dc:title\": \"Kept\"").ended(0);
    assertThat(site.run("--imagelist", OTHER, "--imagelist-keys").out()).contains("Kept", version);
  }

  @Test
  void anImportMakesTheListWhatTheFileSays() throws Exception {
    LocalSite site = LocalSite.empty(directory);
    importList(site, "\"hv:version\": \"1\", \"gone\": \"x\"").ended(0);
    importList(site, "\"hv:version\": \"2\", \"new\": \"y\"").ended(0);
    assertThat(site.run("--imagelist", OTHER, "--imagelist-keys").out())
        .isEqualTo("hv:version\t2\nnew\ty\n");
    importList(site, "\"hv:version\": \"1\", \"old\": \"z\"").ended(8);
    assertThat(site.run("--imagelist", OTHER, "--imagelist-keys").out()).doesNotContain("old");
  }

  @Test
  void aRefusedImportChangesNothing() throws Exception {
    LocalSite site = LocalSite.create(directory);
    byte[] before = Files.readAllBytes(site.file("dish.db"));
    importList(site, "\"hv:version\": \"1\", \"hv:images\": [{\"hv:image\": {}}]").ended(8);
    assertThat(Files.readAllBytes(site.file("dish.db"))).isEqualTo(before);
  }

  @Test
  void aKeySetBeforeAndAfterBindingIsOneKey() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.run("--image-add", OTHER).succeeded();
    for (String value : new String[] {"a", "b"}) {
      site.run("--image", OTHER, "--image-key-set", "dc:title", "--image-value", value).succeeded();
    }
    site.run("--connect", "--imagelist", LIST, "--image", OTHER).succeeded();
    site.run("--image", OTHER, "--image-key-set", "dc:title", "--image-value", "c").succeeded();
    assertThat(site.run("--image", OTHER, "--image-keys").out()).isEqualTo("dc:title\tc\n");
  }

  @Test
  void whatIsNoImageIsNeverPublished() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.createFile(site.file("empty.img"));
    site.run("--image-upload", "missing.img", "--image", IMAGE).ended(4);
    site.run("--image-upload", "empty.img", "--image", IMAGE).ended(8);
    site.run("--image-upload", "www", "--image", IMAGE).ended(8);
    assertThat(site.images()).hasSize(1);
    assertThat(site.run("--image", IMAGE, "--image-keys").out()).contains("hv:version\t1.0.1");
  }

  @Test
  void aNameWithBlanksAndQuotesIsOnlyAName() throws Exception {
    LocalSite site = LocalSite.published(directory);
    String name = "my $(touch owned) 'image';touch owned.img";
    site.writeImage(name, 7);
    site.run("--image-upload", name, "--image", IMAGE).succeeded();
    assertThat(site.images()).hasSize(2);
    assertThat(site.file("owned")).doesNotExist();
  }

  @Test
  void nothingOfAListReachesAShell() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.run(
            "--imagelist", LIST,
            "--imagelist-key-set", "hv:uri",
            "--imagelist-value", "https://example.org/a$(touch${IFS}owned)b.smime")
        .succeeded();
    site.run("--update", "--imagelist", LIST).succeeded();
    assertThat(site.file("www/a$(touch${IFS}owned)b.smime")).exists();
    assertThat(site.file("owned")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc:identifier", "hv:images", "hv:endorser"})
  void identityIsNotSetByKey(String key) throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.run("--imagelist", LIST, "--imagelist-key-set", key, "--imagelist-value", "x").ended(2);
    site.run(
            "--endorser",
            site.endorser().subject(),
            "--endorser-key-set",
            "hv:dn",
            "--endorser-value",
            "/CN=x")
        .ended(2);
  }

  @Test
  void aTamperedListIsNotImported() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.writeString(site.file("bad.smime"), site.published().replace("Example", "Exampla"));
    site.run("--imagelist-import-smime", "bad.smime").ended(8);
    assertThat(site.run("--imagelist", LIST, "--imagelist-keys").out()).contains("Example");
  }

  @Test
  void whatIsMissingIsSaidByStatus4() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.run("--imagelist", OTHER, "--imagelist-show").ended(4);
    site.run("--image-del", "--image", OTHER).ended(4);
    site.run("--imagelist", LIST, "--imagelist-key-del", "no:key").ended(4);
  }

  @Test
  void aNewListNeedsNoDummyDatesOrVersion() throws Exception {
    LocalSite site = LocalSite.empty(directory);
    site.run("--endorser-add").succeeded();
    site.run(
            "--endorser",
            site.endorser().subject(),
            "--endorser-key-set",
            "hv:email",
            "--endorser-value",
            "owen@example.org")
        .succeeded();
    site.run("--imagelist-add", LIST).succeeded();
    site.run("--connect", "--imagelist", LIST, "--endorser", site.endorser().subject()).succeeded();
    for (String pair :
        new String[] {
          "dc:title=T",
          "dc:description=D",
          "dc:source=example.org",
          "hv:uri=https://example.org/list.smime"
        }) {
      String[] parts = pair.split("=", 2);
      site.run("--imagelist", LIST, "--imagelist-key-set", parts[0], "--imagelist-value", parts[1])
          .succeeded();
    }
    site.run("--update", "--imagelist", LIST).succeeded();
    assertThat(site.publicVersion()).isEqualTo("0.0.1");
    assertThat(site.published()).contains("\"hv:images\": []");
    site.run("--imagelist-verify", "www/list.smime").succeeded();
  }

  private static VmcasterRun.Ran importList(LocalSite site, String members) throws IOException {
    Files.writeString(
        site.file("in.json"),
        "{\"hv:imagelist\": {\"dc:identifier\": \"" + OTHER + "\", " + members + "}}");
    return site.run("--imagelist-import-json", "in.json");
  }
}
