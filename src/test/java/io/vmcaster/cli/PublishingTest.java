package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing lists and images on this machine. */
class PublishingTest {

  @TempDir Path directory;

  @Test
  void anImageAndItsListArePublishedInOneCommand() throws Exception {
    LocalSite site = LocalSite.published(directory);
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    assertThat(site.images()).hasSize(1);
    assertThat(site.images().get(0).getFileName().toString())
        .matches(IMAGE + "_\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d\\.raw\\.gz");
    OpenSsl.run(
        "smime",
        "-verify",
        "-CApath",
        site.ca().directory().toString(),
        "-in",
        site.file("www/list.smime").toString(),
        "-out",
        "/dev/null");
    assertThat(site.run("--imagelist-verify", "www/list.smime").succeeded().out())
        .contains("ok      signature", "ok      endorser");
  }

  @Test
  void anUnchangedImageIsNotSentAgain() throws Exception {
    LocalSite site = LocalSite.published(directory);
    assertThat(site.run("--image-upload", "build.img", "--image", IMAGE).succeeded().err())
        .contains("nothing to do");
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    site.run("--image", IMAGE, "--image-key-set", "sl:comments", "--image-value", "new")
        .succeeded();
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertThat(site.images()).hasSize(1);
  }

  /** Else the list would say of a file that it is packed as it is not. */
  @Test
  void anUnchangedFileIsPackedAnewWhenItsFormatAsksForAnotherCompression() throws Exception {
    LocalSite site = LocalSite.published(directory);
    String[] upload = {"--image-upload", "build.img", "--image", IMAGE, "--update"};
    for (String format : new String[] {"raw.xz", "raw", "raw.gz"}) {
      site.setImageKey("hv:format", format);
      assertThat(site.run(upload).succeeded().err()).contains("." + format + " (");
      assertThat(site.run(upload).succeeded().err()).contains("nothing to do");
    }
    site.setImageKey("hv:format", "qcow2.gz");
    assertThat(site.run(upload).succeeded().err()).contains("nothing to do");
  }

  @Test
  void aMissingImageKeepsTheListFromBeingPublished() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.delete(site.images().get(0));
    String before = site.published();
    assertThat(site.run("--update", "--imagelist", LIST).ended(6).err()).contains(IMAGE);
    assertThat(site.published()).isEqualTo(before);
    assertThat(site.run("--imagelist", LIST, "--imagelist-keys").out()).contains("1.0.1");
    site.run("--update", "--imagelist", LIST, "--no-check-images").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  @Test
  void anImageOfAnotherSizeKeepsTheListFromBeingPublished() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.writeString(site.images().get(0), "short");
    assertThat(site.run("--update", "--imagelist", LIST).ended(6).err()).contains("bytes");
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.writeImage("build.img", 2);
    Map<String, String> before = snapshot();
    assertThat(site.run("--update", "--imagelist", LIST, "--dry-run").succeeded().err())
        .contains("would publish version 1.0.2");
    assertThat(
            site.run("--image-upload", "build.img", "--image", IMAGE, "--dry-run")
                .succeeded()
                .err())
        .contains("would upload");
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  void onlyWhatIsNeededIsPublished() throws Exception {
    LocalSite site = LocalSite.published(directory);
    assertThat(site.run("--update", "--all", "--if-needed").succeeded().err()).isEmpty();
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    site.run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "New")
        .succeeded();
    site.run("--update", "--all", "--if-needed", "--lifetime", "3").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    site.run("--update", "--all", "--if-needed").succeeded();
    assertThat(site.publicVersion()).as("renewed, since it expires soon").isEqualTo("1.0.3");
  }

  @Test
  void historyDiffAndRollback() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "Worse")
        .succeeded();
    assertThat(site.run("--imagelist", LIST, "--imagelist-diff").succeeded().out())
        .isEqualTo("~ imagelist dc:title: \"Example\" -> \"Worse\"\n");
    site.run("--update", "--imagelist", LIST).succeeded();
    site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.1").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    assertThat(site.published()).contains("\"dc:title\": \"Example\"");
    assertThat(site.run("--imagelist", LIST, "--imagelist-diff").succeeded().out()).isEmpty();
    assertThat(site.run("--imagelist", LIST, "--imagelist-history").succeeded().out().lines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("1.0.3\t");
    site.run("--imagelist", LIST, "--imagelist-rollback", "9").ended(4);
  }

  @Test
  void oldImagesArePrunedAndNoneThatIsNamed() throws Exception {
    LocalSite site = LocalSite.published(directory);
    for (int build = 2; build <= 4; build++) {
      site.writeImage("build.img", build);
      site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    }
    Path first = site.images().get(0);
    assertThat(site.run("--image-prune", "--keep", "3", "--dry-run").succeeded().out())
        .contains(first.getFileName().toString());
    assertThat(site.images()).hasSize(4);
    site.run("--image-prune", "--keep", "3").succeeded();
    assertThat(site.images()).hasSize(3).doesNotContain(first);
    site.run("--image-prune", "--keep", "3", "--older-than", "1").succeeded();
    assertThat(site.images()).hasSize(3);
    site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.1").ended(6);
  }

  @Test
  void buildsThatWereReplacedBeforeTheyWerePublishedArePruned() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Path published = site.images().get(0);
    for (int build = 2; build <= 4; build++) {
      site.writeImage("build.img", build);
      site.run("--image-upload", "build.img", "--image", IMAGE).succeeded();
    }
    List<Path> skipped = List.copyOf(site.images().subList(1, 3));

    site.run("--image-prune", "--older-than", "1").succeeded();
    assertThat(site.images()).hasSize(4);
    assertThat(site.run("--image-prune").succeeded().out().lines()).hasSize(2);
    assertThat(site.images()).hasSize(2).contains(published).doesNotContainAnyElementsOf(skipped);
    assertThat(site.run("--image-prune").succeeded().out()).isEmpty();
  }

  @Test
  void aVersionThatWasPublicIsNotGivenToOtherContent() throws Exception {
    LocalSite site = LocalSite.published(directory);
    byte[] older = Files.readAllBytes(site.file("dish.db"));
    site.run("--update", "--imagelist", LIST).succeeded();
    Files.write(site.file("dish.db"), older);
    site.run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "Other")
        .succeeded();
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .contains("newer than ours");
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
  }

  @Test
  void anotherListAtTheSamePlaceIsLeftAlone() throws Exception {
    LocalSite site = LocalSite.published(directory);
    String before = site.published();
    String json =
        Files.readString(site.file("list.json"))
            .replace(LIST, "e38a3fd2-0ed8-11e2-873a-001cc0beb420");
    Files.writeString(site.file("other.json"), json);
    site.run("--imagelist-import-json", "other.json").succeeded();
    site.run("--update", "--imagelist", "e38a3fd2-0ed8-11e2-873a-001cc0beb420").ended(6);
    assertThat(site.published()).isEqualTo(before);
  }

  @Test
  void whoIsNoEndorserUploadsAndPublishesNothing() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.writeImage("build.img", 2);
    site.signWith(site.ca().user("/DC=org/DC=example/CN=A Stranger").issue());
    assertRefused(site);
  }

  @Test
  void aCertificateThatSubscribersRefuseSignsNothing() throws Exception {
    LocalSite site = LocalSite.published(directory);
    String before = site.published();
    site.signWith(owen(site).extendedKeyUsage("clientAuth").issue());
    assertThat(site.run("--update", "--imagelist", LIST).ended(7).err()).contains("email");
    site.signWith(
        owen(site)
            .validFrom(Instant.now().minus(Duration.ofDays(20)))
            .validUntil(Instant.now().minus(Duration.ofDays(1)))
            .issue());
    site.run("--update", "--imagelist", LIST).ended(7);
    assertThat(site.published()).isEqualTo(before);
  }

  private static TestOrder owen(LocalSite site) {
    return site.ca().user("/DC=org/DC=example/CN=Owen Synge");
  }

  @Test
  void aListOfSeveralEndorsersIsSignedWithTheOneAlone() throws Exception {
    LocalSite site = LocalSite.published(directory);
    TestIdentity other = site.ca().user("/DC=org/DC=example/CN=Jane Doe").issue();
    site.run("--endorser-add", other.subject()).succeeded();
    site.run("--connect", "--endorser", other.subject(), "--imagelist", LIST).succeeded();
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err()).contains("alone");
    assertThat(site.published()).doesNotContain("Jane Doe").contains("Owen Synge");
  }

  @Test
  void aDirectoryThatIsGoneLeavesTheOldList() throws Exception {
    LocalSite site = LocalSite.published(directory);
    String before = site.published();
    Files.move(site.file("www"), site.file("elsewhere"));
    Files.writeString(site.file("www"), "no directory");
    int status =
        site.run("--update", "--imagelist", LIST, "--no-check-images", "--retries", "0").status();
    assertThat(status).isIn(5, 6);
    Files.delete(site.file("www"));
    Files.move(site.file("elsewhere"), site.file("www"));
    assertThat(site.published()).isEqualTo(before);
    site.run("--update", "--imagelist", LIST).succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  /** A long one would hide why it is tried again. */
  @Test
  void aWarningIsNotRepeatedAtEachAttempt() throws Exception {
    LocalSite site = LocalSite.published(directory);
    AtomicInteger attempts = new AtomicInteger();
    site.watchedBy(
        step -> {
          if (step == FailPoint.LIST_SENT && attempts.incrementAndGet() < 3) {
            throw new TemporaryFailure("the server is tired", null);
          }
        });
    assertThat(site.run("--update", "--imagelist", LIST).succeeded().err())
        .containsOnlyOnce("would break consumers")
        .contains(
            "the server is tired; trying again in 1 s (1 of 2)\n",
            "the server is tired; trying again in 2 s (2 of 2)\n");
  }

  @Test
  void statusTellsHowListsStand() throws Exception {
    LocalSite site = LocalSite.create(directory);
    assertThat(site.run("--status").succeeded().out()).contains("never published");
    assertThat(site.run("--status", "--nagios").status()).isEqualTo(1);
    site.writeImage("build.img", 1);
    site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    assertThat(site.run("--status").succeeded().out())
        .containsPattern("version 1.0.1 .*valid for 2[78] days");
    assertThat(site.run("--status", "--nagios").status()).isZero();
    site.run("--imagelist", LIST, "--imagelist-key-set", "a:b", "--imagelist-value", "c")
        .succeeded();
    assertThat(site.run("--status").succeeded().out()).contains("changed since");
    assertThat(site.run("--status", "--nagios").status()).isEqualTo(1);
    assertThat(site.run("--status", "--json").succeeded().out()).contains("\"changed\": true");
  }

  @Test
  void consumersOfTheSectionAreHeldAgainstTheList() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.configure("consumers = [\"atrope\"]\n");
    assertThat(site.run("--update", "--imagelist", LIST).ended(8).err()).contains("ad:mpuri");
    site.configure("consumers = [\"hepix\", \"vmcatcher\"]\n");
    site.run("--update", "--imagelist", LIST).succeeded();
    site.run("--imagelist-check", "--imagelist", LIST).succeeded();
    assertThat(
            site.run("--imagelist-check", "www/list.smime", "--for", "cloudkeeper").ended(8).out())
        .contains("error cloudkeeper", "vmcaster --image");
  }

  @Test
  void theDoctorFindsNoFaultInAGoodSite() throws Exception {
    LocalSite site = LocalSite.published(directory);
    assertThat(site.run("--doctor", "--try-write").succeeded().out())
        .contains(
            "ok      database", "ok      certificate", "ok      key", "written, read and removed");
    site.configure("timeout = \"soon\"\n");
    assertThat(site.run("--doctor").ended(3).out()).contains("fault   configuration");
  }

  @Test
  void everythingMovesToAnotherDatabase() throws Exception {
    LocalSite site = LocalSite.published(directory);
    String list = site.run("--imagelist", LIST, "--imagelist-show").out();
    site.run("--database-copy", "sqlite:///other.db").succeeded();
    assertThat(site.run("-d", "sqlite:///other.db", "--imagelist", LIST, "--imagelist-show").out())
        .isEqualTo(list);
    assertThat(
            site.run("-d", "sqlite:///other.db", "--imagelist", LIST, "--imagelist-history").out())
        .contains("1.0.1\t");
    site.run("--database-copy", "sqlite:///other.db").ended(2);
  }

  private void assertRefused(LocalSite site) throws IOException {
    String before = site.published();
    site.run("--image-upload", "build.img", "--image", IMAGE).ended(7);
    site.run("--update", "--imagelist", LIST).ended(7);
    assertThat(site.published()).isEqualTo(before);
    assertThat(site.images()).hasSize(1);
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
      }
    }
    return files;
  }
}
