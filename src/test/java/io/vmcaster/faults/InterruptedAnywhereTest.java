package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while an image is sent or a list is published ends with 130, and leaves nothing. */
class InterruptedAnywhereTest {

  private static final List<String> STEPS =
      List.of(
          "image-intent-written",
          "image-send-begun",
          "image-sent",
          "list-intent-written",
          "list-send-begun",
          "list-sent");

  @TempDir Path directory;

  @Test
  void whatWasBegunIsTakenAway() throws Exception {
    try (Target target = Target.open("local", directory)) {
      Site site = Site.create(directory, target);
      Subscriber subscriber = new Subscriber(site);
      for (String step : STEPS) {
        ImageList before = subscriber.look();
        site.writeImage("build.img", step.hashCode(), 300_000);
        Site.Ran ran =
            site.runInterruptedAt(
                step, "--image-upload", "build.img", "--image", Site.IMAGE, "--update");

        assertThat(ran.status()).as(step + ": " + ran.err()).isEqualTo(130);
        assertThat(ran.err()).endsWith("vmcaster: error: interrupted\n");
        ImageList after = subscriber.look();
        if (!step.equals("list-sent")) {
          assertThat(after).as(step).isEqualTo(before); // later it may be out, whole
        }
        assertThat(files(site))
            .as("left after Ctrl-C at " + step)
            .noneMatch(InterruptedAnywhereTest::isTemporary);
      }
      site.run("--update", "--imagelist", Site.LIST).succeeded();
      subscriber.look();
    }
  }

  private static boolean isTemporary(String name) {
    return name.endsWith(".part") || name.startsWith(".") || name.contains("tmp");
  }

  private static Set<String> files(Site site) throws IOException {
    try (Stream<Path> files = Files.walk(site.file("www"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }
}
