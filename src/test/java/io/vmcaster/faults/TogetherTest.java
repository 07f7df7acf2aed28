package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint;
import io.vmcaster.model.ImageList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runs, each a process of its own, on one database. */
@Tag("fault")
class TogetherTest {

  private static final int WRITERS = 10;

  @TempDir Path directory;
  private Site site;
  private Subscriber subscriber;

  @BeforeEach
  void publish() throws Exception {
    site = Site.create(directory, Target.open("local", directory));
    subscriber = new Subscriber(site, new Figures());
  }

  private static String[] update(String... more) {
    List<String> all = new ArrayList<>(List.of("--update", "--imagelist", Site.LIST));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whoPublishesIsNamedToWhoDoesNotWait() throws Exception {
    Process holder = site.startPausedAt(FailPoint.LIST_CHECKED, update());

    assertThat(site.run(update("--lock-wait", "0")).ended(9).err())
        .contains(Site.LIST, "publishing by process " + holder.pid(), "--lock-wait");

    Process patient = site.start(update("--lock-wait", "300"));
    Process upload = site.startPausedAt(FailPoint.IMAGE_SENT, upload());
    assertThat(patient.isAlive()).as("waits while another publishes").isTrue();
    assertThat(site.run("--image", Site.IMAGE, "--image-key-set", "a:b", "--image-value", "c"))
        .as("edits wait for nobody")
        .extracting(Site.Ran::status)
        .isEqualTo(0);
    site.goOn();
    site.finish(holder).succeeded();
    site.finish(patient).succeeded();
    site.finish(upload).succeeded();
    assertThat(subscriber.look().version().orElseThrow().text()).isEqualTo("1.0.3");
  }

  /** What a list that is on its way names may look like rubbish to the database. */
  @Test
  void nothingIsPrunedUnderAListThatIsOnItsWay() throws Exception {
    site.run("--imagelist", Site.LIST, "--imagelist-key-set", "a:b", "--imagelist-value", "c")
        .succeeded();
    List<String> both = new ArrayList<>(List.of(upload()));
    both.add("--update");
    site.run(both.toArray(String[]::new)).succeeded();
    Process rollback =
        site.startPausedAt(
            FailPoint.LIST_INTENT_BEGUN, "--imagelist", Site.LIST, "--imagelist-rollback", "1.0.1");

    assertThat(site.run("--image-prune", "--keep", "1", "--lock-wait", "0").ended(9).err())
        .contains("publishing by process " + rollback.pid());

    Process prune = site.start("--image-prune", "--keep", "1");
    site.goOn();
    site.finish(rollback).succeeded();
    site.finish(prune).succeeded();
    subscriber.look();
  }

  private String[] upload() throws Exception {
    site.writeImage("build.img", 7, 50_000);
    return new String[] {"--image-upload", "build.img", "--image", Site.IMAGE};
  }

  @Test
  void whoDiesHoldsNothing() throws Exception {
    Site.killGroup(site.startPausedAt(FailPoint.LIST_CHECKED, update()));
    assertThat(site.run(update("--lock-wait", "0")).succeeded().err())
        .contains(
            "a run that did not end (" + Environment.host() + ":", "it is not public, undone");
    Site.killGroup(site.startPausedAt(FailPoint.IMAGE_SENT, upload()));
    List<String> again = new ArrayList<>(List.of(upload()));
    again.addAll(List.of("--lock-wait", "0", "--update"));
    site.run(again.toArray(String[]::new)).succeeded();
    subscriber.look();
    assertThat(subscriber.leftovers()).isEmpty();
  }

  @Test
  void twoUpdatesAtOnceMakeTwoVersions() throws Exception {
    Process one = site.start(update());
    Process other = site.start(update());
    String said = site.finish(one).succeeded().err() + site.finish(other).succeeded().err();
    assertThat(said).contains("published version 1.0.2 ", "published version 1.0.3 ");
    assertThat(subscriber.look().version().orElseThrow().text()).isEqualTo("1.0.3");
  }

  /** Two hosts with the same crontab. */
  @Test
  void whatIsNeededIsDecidedAgainAfterWaiting() throws Exception {
    site.run("--imagelist", Site.LIST, "--imagelist-key-set", "a:b", "--imagelist-value", "c")
        .succeeded();
    Process one = site.startPausedAt(FailPoint.LIST_CHECKED, update("--if-needed"));
    Process other = site.startWaiting(update("--if-needed"));
    site.goOn();
    assertThat(site.finish(one).succeeded().err()).contains("published version 1.0.2 ");
    assertThat(site.finish(other).succeeded().err())
        .contains("list " + Site.LIST + " has been published meanwhile, as version 1.0.2")
        .doesNotContain("published version 1.0.3 ");
    assertThat(subscriber.look().version().orElseThrow().text()).isEqualTo("1.0.2");
  }

  @Test
  void manyWritersLoseNoKey() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          site.start(
              "--imagelist",
              Site.LIST,
              "--imagelist-key-set",
              "test:key" + i,
              "--imagelist-value",
              "value" + i));
    }
    for (Process writer : writers) {
      site.finish(writer).succeeded();
    }
    site.run(update()).succeeded();
    ImageList list = subscriber.look();
    for (int i = 0; i < WRITERS; i++) {
      assertThat(list.text("test:key" + i)).contains("value" + i);
    }
  }
}
