package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint;
import io.vmcaster.model.ImageList;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while an image is sent or a list is published ends with 130, and leaves nothing. */
@Tag("fault")
class InterruptedAnywhereTest {

  private static final List<FailPoint> STEPS =
      List.of(
          FailPoint.IMAGE_INTENT_WRITTEN,
          FailPoint.IMAGE_SEND_BEGUN,
          FailPoint.IMAGE_SENT,
          FailPoint.LIST_INTENT_WRITTEN,
          FailPoint.LIST_SEND_BEGUN,
          FailPoint.LIST_SENT);

  @TempDir Path directory;

  @Test
  void whatWasBegunIsTakenAway() throws Exception {
    try (Target target = Target.open("local", directory)) {
      Site site = Site.create(directory, target);
      Subscriber subscriber = new Subscriber(site, new Figures());
      for (FailPoint step : STEPS) {
        ImageList before = subscriber.look();
        site.writeImage("build.img", STEPS.indexOf(step), 300_000);
        Site.Ran ran =
            site.runInterruptedAt(
                step, "--image-upload", "build.img", "--image", Site.IMAGE, "--update");

        assertThat(ran.status()).as(step + ": " + ran.err()).isEqualTo(130);
        assertThat(ran.err()).endsWith("vmcaster: error: interrupted; nothing is left half done\n");
        ImageList after = subscriber.look();
        if (step != FailPoint.LIST_SENT) {
          assertThat(after).as(step.name()).isEqualTo(before); // later it may be out, whole
        }
        assertThat(subscriber.leftovers()).as("left after Ctrl-C at " + step).isEmpty();
      }
      site.run("--update", "--imagelist", Site.LIST).succeeded();
      subscriber.look();
    }
  }
}
