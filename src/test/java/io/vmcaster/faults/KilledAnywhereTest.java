package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The program is killed at each step that it has; a subscriber never notices. */
@Execution(ExecutionMode.CONCURRENT)
class KilledAnywhereTest {

  private static final List<String> STEPS =
      List.of(
          "image-intent-written",
          "image-send-begun",
          "image-sent",
          "image-arrival-written",
          "image-renamed",
          "image-record-begun",
          "image-recorded",
          "list-intent-written",
          "list-send-begun",
          "list-sent",
          "list-checked",
          "list-renamed",
          "list-record-begun",
          "list-recorded");

  static final List<String> PROTOCOLS = Target.PROTOCOLS;

  @TempDir Path directory;

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void aSubscriberSeesTheOldListOrTheNewOne(String protocol) throws Exception {
    try (Target target = Target.open(protocol, directory)) {
      Site site = Site.create(directory, target);
      int killed = 0;
      for (String step : STEPS) {
        killed += killAt(site, step);
      }
      assertThat(killed).isEqualTo(STEPS.size());
      System.out.println(protocol + ": " + killed + " kills survived, bad lists seen: none");
    }
  }

  /** Kills an update with a new build at a step, looks, and runs it again; returns 1. */
  private static int killAt(Site site, String step) throws Exception {
    Subscriber subscriber = new Subscriber(site);
    ImageList before = subscriber.look();
    site.writeImage("build.img", step.hashCode(), 300_000);
    String[] update = {"--image-upload", "build.img", "--image", Site.IMAGE, "--update"};
    site.runKilledAt(step, update).ended(137);
    subscriber.look();
    site.run(update).succeeded();
    ImageList after = subscriber.look();
    assertThat(after.version().orElseThrow().isNewerThan(before.version().orElseThrow()))
        .as("version after a kill at " + step)
        .isTrue();
    assertThat(after.images().get(0)).isNotEqualTo(before.images().get(0));
    assertThat(subscriber.leftovers()).as("left after a kill at " + step).isEmpty();
    Files.delete(site.file("build.img"));
    return 1;
  }
}
