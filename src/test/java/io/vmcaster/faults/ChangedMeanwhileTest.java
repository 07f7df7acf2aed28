package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Between a killed run and the next one somebody changes things. */
@Tag("fault")
@Execution(ExecutionMode.CONCURRENT)
class ChangedMeanwhileTest {

  private static final String[] UPDATE = {"--update", "--imagelist", Site.LIST};
  private static final String[] UPLOAD = {"--image-upload", "build.img", "--image", Site.IMAGE};

  @TempDir Path directory;
  private Target target;
  private Site site;

  @BeforeEach
  void publish() throws Exception {
    target = Target.open("local", directory);
    site = Site.create(directory, target);
    site.writeImage("build.img", 2, 300_000);
  }

  @AfterEach
  void close() throws Exception {
    target.close();
  }

  private ImageList published() throws Exception {
    return new Subscriber(site, new Figures()).look();
  }

  private Version version() throws Exception {
    return published().version().orElseThrow();
  }

  private void set(String item, String id, String key, String value) throws Exception {
    site.run("--" + item, id, "--" + item + "-key-set", key, "--" + item + "-value", value)
        .succeeded();
  }

  /** From now on there is another server; the one before is in no section any more if gone. */
  private void move(boolean gone) throws IOException {
    Files.createDirectories(site.file("moved/images"));
    Files.writeString(
        site.file("vmcaster.cfg"),
        "[moved]\nserver = \"moved.example.net\"\nwriteprotocol = \"local\"\nreadprefix ="
            + " \"https://moved.example.net/\"\nwriteprefix = \""
            + site.file("moved")
            + "/\"\n",
        gone
            ? new StandardOpenOption[] {StandardOpenOption.TRUNCATE_EXISTING}
            : new StandardOpenOption[] {StandardOpenOption.APPEND});
  }

  private List<Path> files(String under) throws IOException {
    try (Stream<Path> files = Files.walk(site.file(under))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** A subscriber may have seen the version: it cannot be another list's. */
  @Test
  void aPublishedListIsDeletedByHand() throws Exception {
    site.kill(FailPoint.LIST_RENAMED, UPDATE);
    Version seen = version();
    Files.delete(site.file("www/list.smime"));
    set("imagelist", Site.LIST, "dc:title", "Another");
    site.run(UPDATE).succeeded();
    assertThat(version().isNewerThan(seen)).isTrue();
    assertThat(published().text("dc:title")).contains("Another");
  }

  @Test
  void anOlderListIsPutBackByHand() throws Exception {
    byte[] before = Files.readAllBytes(site.file("www/list.smime"));
    site.kill(FailPoint.LIST_RENAMED, UPDATE);
    Version seen = version();
    Files.write(site.file("www/list.smime"), before);
    site.kill(FailPoint.LIST_INTENT_DELETED, UPDATE);
    site.run(UPDATE).succeeded();
    assertThat(version().isNewerThan(seen)).isTrue();
  }

  @Test
  void theListMovesToAnotherServer() throws Exception {
    site.kill(FailPoint.LIST_RENAMED, UPDATE);
    Version seen = version();
    move(true);
    set("imagelist", Site.LIST, Keys.URI, "https://moved.example.net/list.smime");
    assertThat(
            site.run("--update", "--imagelist", Site.LIST, "--no-check-images").succeeded().err())
        .contains("no section of the configuration covers any more: given up");
    ImageList there = new Subscriber(site.file("moved"), site.anchors(), new Figures()).read();
    assertThat(there.version().orElseThrow().isNewerThan(seen)).isTrue();
  }

  @Test
  void theImageMovesToAnotherServer() throws Exception {
    site.kill(FailPoint.IMAGE_SENT, UPLOAD);
    move(false);
    set("image", Site.IMAGE, Keys.URI, "https://moved.example.net/images/");
    site.run(UPLOAD).succeeded();
    assertThat(files("moved/images")).hasSize(1);
    assertThat(files("www/images")).hasSize(1);
  }

  @Test
  void theImageMovesThoughItHadArrived() throws Exception {
    site.kill(FailPoint.IMAGE_RENAMED, UPLOAD);
    move(false);
    set("image", Site.IMAGE, Keys.URI, "https://moved.example.net/images/");
    site.run(UPLOAD).succeeded();
    assertThat(files("moved/images")).hasSize(1);
    assertThat(files("www/images")).hasSize(1);
  }

  @Test
  void theServerOfTheImageIsGone() throws Exception {
    site.kill(FailPoint.IMAGE_SENT, UPLOAD);
    move(true);
    set("image", Site.IMAGE, Keys.URI, "https://moved.example.net/images/");
    assertThat(site.run(UPLOAD).succeeded().err()).contains("is given up: no section");
    assertThat(files("moved/images")).hasSize(1);
  }

  @Test
  void aDryRunTellsWhatTheNextRunWouldGoOnWith() throws Exception {
    site.kill(FailPoint.IMAGE_SENT, UPLOAD);
    assertThat(dryRun("first.img")).contains("1. sweep away the upload to ");
    assertThat(dryRun("build.img")).contains("1. go on with the upload to ", "2. compress");
    site.kill(FailPoint.IMAGE_ARRIVAL_WRITTEN, UPLOAD);
    assertThat(dryRun("first.img")).contains("1. finish the upload to ", "had arrived whole");
    site.run(UPLOAD).succeeded();
    assertThat(dryRun("build.img")).contains("nothing to do").doesNotContain("another run");
  }

  private String dryRun(String file) throws Exception {
    return site.run("--dry-run", "--image-upload", file, "--image", Site.IMAGE).succeeded().err();
  }
}
