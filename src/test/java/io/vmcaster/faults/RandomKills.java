package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills updates at moments that a seed decides, and looks as a subscriber after each. */
final class RandomKills {

  private static final int LONGEST_MILLIS = 1500;

  private final Random random;
  private final Path directory;
  private final String protocol;

  RandomKills(long seed, Path directory, String protocol) {
    this.random = new Random(seed);
    this.directory = directory;
    this.protocol = protocol;
  }

  /**
   * Kills some updates, then lets one succeed.
   *
   * @param rounds how many are started
   * @return how many were killed before they had ended by themselves
   */
  int run(int rounds) throws Exception {
    int killed = 0;
    try (Target target = Target.open(protocol, directory)) {
      Site site = Site.create(directory, target);
      Subscriber subscriber = new Subscriber(site);
      ImageList first = subscriber.look();
      String[] update = {"--image-upload", "build.img", "--image", Site.IMAGE, "--update"};
      for (int round = 0; round < rounds; round++) {
        site.writeImage("build.img", random.nextLong(), 200_000 + random.nextInt(400_000));
        killed += killSometime(site.start("", update));
        subscriber.look();
      }
      site.run(update).succeeded();
      ImageList last = subscriber.look();
      assertThat(last.version().orElseThrow().isNewerThan(first.version().orElseThrow())).isTrue();
      assertThat(subscriber.leftovers()).isEmpty();
    }
    return killed;
  }

  /** Kills a process and all its children, unless it ends first. */
  private int killSometime(Process process) throws InterruptedException {
    if (process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS)) {
      return 0;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    return 1;
  }
}
