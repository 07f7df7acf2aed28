package io.vmcaster.faults;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subscriber who looks without pause while a list is published again and again. */
@Tag("fault")
class PollingReaderTest {

  private static final int PUBLICATIONS = 50;

  @TempDir Path directory;

  @Test
  void everyReadIsAWholeListWhoseImagesAreThere() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Figures figures = new Figures();
    Subscriber subscriber = new Subscriber(site.file("www"), site.ca().directory(), figures);
    Reader.during(subscriber, 0, () -> publishOften(site));
    figures.tell(PUBLICATIONS + " publications");
    figures.check(10 * PUBLICATIONS);
    assertThat(subscriber.versions()).hasSizeGreaterThan(PUBLICATIONS / 2);
  }

  private static void publishOften(LocalSite site) throws Exception {
    for (int build = 0; build < PUBLICATIONS; build++) {
      publish(site, build);
    }
  }

  /** Every tenth time with a new image. */
  private static void publish(LocalSite site, int build) throws Exception {
    if (build % 10 == 0) {
      site.writeImage("build.img", build + 2);
      site.run("--image-upload", "build.img", "--image", LocalSite.IMAGE, "--update").succeeded();
    } else {
      site.run("--update", "--imagelist", LIST).succeeded();
    }
  }
}
