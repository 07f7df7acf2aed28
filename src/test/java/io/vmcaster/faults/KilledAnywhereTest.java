package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint;
import io.vmcaster.model.ImageList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The program is killed at each step that it has; a subscriber never notices. */
@Tag("fault")
@Execution(ExecutionMode.CONCURRENT)
class KilledAnywhereTest {

  /** Every step there is, but for those that only a run after a dead one reaches. */
  private static final List<FailPoint> STEPS =
      Arrays.stream(FailPoint.values())
          .filter(step -> !KilledTwiceTest.LATER.contains(step))
          .toList();

  static final List<String> PROTOCOLS = Target.PROTOCOLS;

  @TempDir Path directory;
  private final Figures figures = new Figures();
  private Site site;
  private Subscriber subscriber;

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void aSubscriberSeesTheOldListOrTheNewOne(String protocol) throws Exception {
    try (Target target = Target.open(protocol, directory)) {
      site = Site.create(directory, target);
      subscriber = new Subscriber(site, figures);
      Reader.during(new Subscriber(site, figures), 100, this::killUploads);
    }
    figures.tell(protocol + ", killed at every step");
    figures.check(figures.kills());
    assertThat(figures.kills()).isEqualTo(STEPS.size());
  }

  @Test
  void anUpdateAloneIsNoWorse() throws Exception {
    try (Target target = Target.open("local", directory)) {
      site = Site.create(directory, target);
      subscriber = new Subscriber(site, figures);
      for (FailPoint step : STEPS.stream().filter(s -> s.name().startsWith("LIST")).toList()) {
        killUpdate(step);
      }
    }
    figures.tell("local, update alone killed at every step");
    figures.check(figures.kills());
  }

  private void killUploads() throws Exception {
    for (FailPoint step : STEPS) {
      killUpload(step);
    }
  }

  /** Kills an update with a new build at a step, looks, and runs it again. */
  private void killUpload(FailPoint step) throws Exception {
    site.writeImage("build.img", step.name().hashCode(), 300_000);
    ImageList before = subscriber.look();
    ImageList after =
        killed(step, "--image-upload", "build.img", "--image", Site.IMAGE, "--update");
    assertThat(after.images().get(0)).isNotEqualTo(before.images().get(0));
    Files.delete(site.file("build.img"));
  }

  private void killUpdate(FailPoint step) throws Exception {
    ImageList before = subscriber.look();
    ImageList after = killed(step, "--update", "--imagelist", Site.LIST);
    assertThat(after.images()).isEqualTo(before.images());
  }

  private ImageList killed(FailPoint step, String... update) throws Exception {
    ImageList before = subscriber.look();
    site.kill(step, update);
    figures.killed();
    subscriber.look();
    site.run(update).succeeded();
    ImageList after = subscriber.look();
    assertThat(after.version().orElseThrow().isNewerThan(before.version().orElseThrow()))
        .as("version after a kill at " + step)
        .isTrue();
    assertThat(subscriber.leftovers()).as("left after a kill at " + step).isEmpty();
    return after;
  }
}
