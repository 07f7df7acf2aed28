package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills updates at moments that a seed decides, while a subscriber looks. */
final class RandomKills {

  private static final String[] UPDATE = {
    "--image-upload", "build.img", "--image", Site.IMAGE, "--update"
  };

  private final Random random;
  private final Path directory;
  private final String protocol;
  private final Figures figures;

  RandomKills(long seed, Path directory, String protocol, Figures figures) {
    this.random = new Random(seed);
    this.directory = directory;
    this.protocol = protocol;
    this.figures = figures;
  }

  /**
   * Kills some updates, then lets one succeed.
   *
   * @param kills how many are to be killed before they have ended by themselves
   */
  void run(int kills) throws Exception {
    try (Target target = Target.open(protocol, directory)) {
      Site site = Site.create(directory, target);
      Subscriber subscriber = new Subscriber(site, figures);
      ImageList first = subscriber.look();
      Reader.during(new Subscriber(site, figures), 50, () -> kill(kills, site, subscriber));
      site.run(UPDATE).succeeded();
      ImageList last = subscriber.look();
      assertThat(last.version().orElseThrow().isNewerThan(first.version().orElseThrow())).isTrue();
      assertThat(subscriber.leftovers()).isEmpty();
    }
  }

  private void kill(int kills, Site site, Subscriber subscriber) throws Exception {
    long millis = timeUpdate(site);
    int landed = 0;
    for (int round = 0; landed < kills; round++) {
      assertThat(round).as("rounds for " + landed + " kills").isLessThan(5 * kills);
      writeBuild(site);
      long begun = System.nanoTime();
      if (killSometime(site, millis)) {
        landed++;
      } else {
        millis = millisSince(begun); // the machine has less to do than before
      }
      subscriber.look();
    }
  }

  private void writeBuild(Site site) throws Exception {
    site.writeImage("build.img", random.nextLong(), 200_000 + random.nextInt(2_000_000));
  }

  /** How long an update takes that nobody kills. */
  private long timeUpdate(Site site) throws Exception {
    writeBuild(site);
    long begun = System.nanoTime();
    site.run(UPDATE).succeeded();
    return millisSince(begun);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** Kills an update and its children, unless it ends first, which it must do well. */
  private boolean killSometime(Site site, long millis) throws Exception {
    Process process = site.start(UPDATE);
    long patience = (long) (millis * (0.1 + 0.9 * random.nextDouble()));
    if (process.waitFor(patience, TimeUnit.MILLISECONDS)) {
      site.finish(process).succeeded();
      return false;
    }
    Site.killGroup(process);
    if (process.exitValue() != Site.KILLED) {
      site.finish(process).succeeded();
      return false;
    }
    figures.killed();
    return true;
  }
}
