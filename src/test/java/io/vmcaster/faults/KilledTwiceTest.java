package io.vmcaster.faults;

import static io.vmcaster.context.FailPoint.IMAGE_ARRIVAL_WRITTEN;
import static io.vmcaster.context.FailPoint.IMAGE_INTENT_DELETED;
import static io.vmcaster.context.FailPoint.IMAGE_RECORDED;
import static io.vmcaster.context.FailPoint.IMAGE_RECORD_BEGUN;
import static io.vmcaster.context.FailPoint.IMAGE_RENAMED;
import static io.vmcaster.context.FailPoint.IMAGE_SENT;
import static io.vmcaster.context.FailPoint.IMAGE_SWEPT;
import static io.vmcaster.context.FailPoint.LIST_CHECKED;
import static io.vmcaster.context.FailPoint.LIST_INTENT_DELETED;
import static io.vmcaster.context.FailPoint.LIST_RECORDED;
import static io.vmcaster.context.FailPoint.LIST_RECORD_BEGUN;
import static io.vmcaster.context.FailPoint.LIST_RENAMED;
import static io.vmcaster.context.FailPoint.LIST_SWEPT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint;
import io.vmcaster.model.ImageList;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The run that clears up after a killed one is killed, too. */
@Tag("fault")
@Execution(ExecutionMode.CONCURRENT)
class KilledTwiceTest {

  /** The steps that only such a run reaches. */
  static final Set<FailPoint> LATER =
      Set.of(IMAGE_SWEPT, IMAGE_INTENT_DELETED, LIST_SWEPT, LIST_INTENT_DELETED);

  /** Where the first run is killed, and where those that clear up. */
  private static final Map<FailPoint, List<FailPoint>> KILLS =
      Map.of(
          IMAGE_SENT, List.of(IMAGE_SWEPT, IMAGE_INTENT_DELETED),
          IMAGE_ARRIVAL_WRITTEN, List.of(IMAGE_RENAMED, IMAGE_RECORD_BEGUN, IMAGE_RECORDED),
          LIST_CHECKED, List.of(LIST_SWEPT, LIST_INTENT_DELETED),
          LIST_RENAMED, List.of(LIST_SWEPT, LIST_RECORD_BEGUN, LIST_RECORDED));

  @TempDir Path directory;

  @Test
  void aSubscriberSeesTheOldListOrTheNewOne() throws Exception {
    Figures figures = new Figures();
    try (Target target = Target.open("local", directory)) {
      Site site = Site.create(directory, target);
      Subscriber subscriber = new Subscriber(site, figures);
      ImageList last = subscriber.look();
      for (FailPoint first : KILLS.keySet()) {
        for (FailPoint second : KILLS.get(first)) {
          killTwice(site, figures, subscriber, first, second);
          ImageList now = subscriber.look();
          assertThat(now.version().orElseThrow().isNewerThan(last.version().orElseThrow()))
              .as("version after kills at " + first + " and " + second)
              .isTrue();
          assertThat(subscriber.leftovers()).as(first + " and " + second).isEmpty();
          last = now;
        }
      }
    }
    figures.tell("local, killed while clearing up");
    figures.check(figures.kills());
  }

  private static void killTwice(
      Site site, Figures figures, Subscriber subscriber, FailPoint first, FailPoint second)
      throws Exception {
    site.writeImage("build.img", (first + " " + second).hashCode(), 300_000);
    site.kill(first, "--image-upload", "build.img", "--image", Site.IMAGE, "--update");
    subscriber.look();
    site.kill(second, "--update", "--imagelist", Site.LIST);
    figures.killed();
    figures.killed();
    subscriber.look();
    site.run("--update", "--imagelist", Site.LIST).succeeded();
  }
}
