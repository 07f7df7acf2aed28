package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publisher did not mean to publish, or would like to know before it is public. */
class CarefulPublishingTest {

  private static final String[] UPDATE = {"--update", "--imagelist", LIST};
  private static final String[] CRON = {"--update", "--all", "--if-needed"};

  @TempDir Path directory;

  /** A backup of the database is put back: what has been published since is not undone. */
  @Test
  void anOldCopyOfTheDatabaseTakesNothingBack() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.copy(site.file("dish.db"), site.file("backup.db"));
    site.writeImage("build.img", 2);
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    String newer = site.published();
    Files.move(site.file("backup.db"), site.file("dish.db"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(site.run(UPDATE).ended(8).err())
        .contains(
            "the server has version 1.0.2 of list " + LIST + ", newer than ours (1.0.1)",
            "would undo there: image " + IMAGE + ": ",
            "hv:uri",
            "--imagelist-download",
            "--force");
    site.writeImage("build.img", 3);
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").ended(8);
    assertThat(site.images()).as("nothing was sent").hasSize(2);
    assertThat(site.published()).isEqualTo(newer);

    site.run("--imagelist-import-smime", "www/list.smime", "--force").succeeded();
    site.run(UPDATE).succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
  }

  @Test
  void theOldCopyIsPublishedIfThatIsMeant() throws Exception {
    LocalSite site = oldCopy();
    assertThat(site.run("--update", "--imagelist", LIST, "--force").succeeded().err())
        .contains("newer than ours (1.0.1)");
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    assertThat(site.published()).contains("\"dc:title\": \"Example\"");
  }

  @Test
  void aRollbackInAnOldCopyIsRefusedToo() throws Exception {
    LocalSite site = oldCopy();
    String[] back = {"--imagelist", LIST, "--imagelist-rollback", "1.0.1", "--yes"};
    assertThat(site.run(back).ended(8).err()).contains("newer than ours");
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  /** A copy from before the first publication knows of no version at all. */
  @Test
  void aDatabaseThatNeverPublishedTakesNothingBackEither() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.setKey("dc:title", "Newer");
    site.run(UPDATE).succeeded();
    Files.delete(site.file("dish.db"));
    site.run("--imagelist-import-json", "list.json").succeeded();
    site.run("--imagelist", LIST, "--imagelist-key-del", "hv:version").succeeded();
    site.run("--image-upload", "build.img", "--image", IMAGE).succeeded();

    assertThat(site.run(UPDATE).ended(8).err())
        .contains("has version 1.0.2", "newer than ours (none)", "--imagelist-download");
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    site.run("--imagelist", LIST, "--update", "--force").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
  }

  private LocalSite oldCopy() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.copy(site.file("dish.db"), site.file("backup.db"));
    site.setKey("dc:title", "Newer");
    site.run(UPDATE).succeeded();
    Files.move(site.file("backup.db"), site.file("dish.db"), StandardCopyOption.REPLACE_EXISTING);
    return site;
  }

  /** The same content under a newer version is no loss. */
  @Test
  void aRenewalThatTheDatabaseHasForgottenIsNoReasonToStop() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.copy(site.file("dish.db"), site.file("backup.db"));
    site.run(UPDATE).succeeded();
    Files.move(site.file("backup.db"), site.file("dish.db"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(site.run(UPDATE).succeeded().err()).contains("newer than ours (1.0.1)");
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
  }

  @Test
  void aListThatTheCertificateCutsShortIsSaidAndNotRenewedForNothing() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.signWith(
        site.ca()
            .user(site.endorser().subject())
            .validUntil(Instant.now().plus(Duration.ofHours(5)))
            .issue());
    assertThat(site.run(UPDATE).succeeded().err())
        .contains("list " + LIST + " ends with the certificate, on ", "28 days");
    for (int i = 0; i < 3; i++) {
      assertThat(site.run(CRON).succeeded().err())
          .contains("would not last longer", "renew the certificate");
    }
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    site.setKey("dc:title", "New");
    assertThat(site.run(CRON).succeeded().err()).contains("ends with the certificate");
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    site.signWith(site.endorser());
    assertThat(site.run(CRON).succeeded().err()).doesNotContain("ends with");
    assertThat(site.publicVersion()).isEqualTo("1.0.4");
    assertThat(site.run(CRON).succeeded().err()).isEmpty();
  }

  @Test
  void whatBreaksAConsumerIsAWarningWhereNoneIsChosen() throws Exception {
    LocalSite site = LocalSite.published(directory);
    assertThat(site.run(UPDATE).succeeded().err()).doesNotContain("vmcatcher:");
    site.setImageKey("dc:title", "Gr\u00f6\u00dfe");
    assertThat(site.run(UPDATE).succeeded().err())
        .contains("warning: list " + LIST + " would break consumers: ", "vmcatcher", IMAGE)
        .contains("--imagelist-check");
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    site.configure("consumers = [\"hepix\"]\n");
    assertThat(site.run(UPDATE).succeeded().err()).contains("would break consumers: ", "vmcatcher");
    site.configure("consumers = [\"vmcatcher\"]\n");
    assertThat(site.run(UPDATE).ended(8).err()).contains("would be refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org:99999/images/a.img",
        "https://example.org:0/a.img",
        "https://example.org:x/a.img",
        "https:///a.img",
        "https:/a.img",
        "https://[::1/a.img",
        "https://a..b/a.img",
        "https://example.org/%zz.img"
      })
  void anAddressThatNobodyCanReachIsRefused(String uri) throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.setImageKey("hv:uri", uri);
    VmcasterRun.Ran ran = site.run("--update", "--imagelist", LIST, "--no-check-images").ended(8);
    assertThat(ran.err()).contains("the hv:uri of image " + IMAGE, uri);
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
  }

  @Test
  void theListsOwnAddressIsLookedAtToo() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.writeString(
        site.file("vmcaster.cfg"),
        Files.readString(site.file("vmcaster.cfg"))
            .replace("https://example.org/", "https://example.org:99999/"));
    site.setKey("hv:uri", "https://example.org:99999/list.smime");
    assertThat(site.run("--update", "--imagelist", LIST, "--no-check-images").ended(8).err())
        .contains("its hv:uri leads nowhere", "99999");
  }

  /** Consumers take an empty list for an order. */
  @Test
  void aListThatHasLostAllItsImagesIsSaid() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.run("--disconnect", "--imagelist", LIST, "--image", IMAGE).succeeded();
    String warning =
        "list " + LIST + " has no images any more, and version 1.0.1, which is public, has 1: ";

    assertThat(site.run("--update", "--imagelist", LIST, "--dry-run").succeeded().err())
        .contains(warning);
    assertThat(site.run(UPDATE).succeeded().err()).contains(warning, "make sites remove them");
    assertThat(site.run(UPDATE).succeeded().err()).doesNotContain("has no images any more");
  }

  @Test
  void everyListOfNoneIsAFault() throws Exception {
    LocalSite site = LocalSite.empty(directory);
    assertThat(site.run(CRON).ended(4).err()).contains("there is no image list in ", "DISH_RDBMS");
    assertThat(site.file("dish.db")).doesNotExist();
    site.run("--endorser-add", "/CN=Jane Doe").succeeded();
    site.run("--update", "--all").ended(4);
  }
}
