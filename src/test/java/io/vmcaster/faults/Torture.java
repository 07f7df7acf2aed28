package io.vmcaster.faults;

import io.vmcaster.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Kills updates over every protocol until the time is over; see {@code scripts/torture}. */
public final class Torture {

  private static final int KILLS = 10;

  private Torture() {}

  /**
   * Runs.
   *
   * @param arguments seed and minutes
   */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    Instant end = Instant.now().plus(Duration.ofMinutes(Long.parseLong(arguments[1])));
    System.out.println("seed " + seed);
    Figures figures = new Figures();
    try {
      Random random = new Random(seed);
      for (int round = 0; Instant.now().isBefore(end); round++) {
        String protocol = Target.PROTOCOLS.get(round % Target.PROTOCOLS.size());
        torture(random.nextLong(), protocol, figures);
        System.out.println(figures + ", the last over " + protocol);
      }
    } finally {
      System.out.println("seed " + seed + ": " + figures);
    }
    figures.check(1);
  }

  private static void torture(long seed, String protocol, Figures figures) throws Exception {
    Path directory = Files.createTempDirectory("vmcaster-torture");
    new RandomKills(seed, directory, protocol, figures).run(KILLS);
    Trees.remove(directory);
  }
}
