package io.vmcaster.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Kills updates over every protocol until the time is over; see {@code scripts/torture}. */
public final class Torture {

  private static final int ROUNDS = 10;

  private Torture() {}

  /**
   * Runs.
   *
   * @param arguments seed and minutes
   */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    Instant end = Instant.now().plus(Duration.ofMinutes(Long.parseLong(arguments[1])));
    Random random = new Random(seed);
    System.out.println("seed " + seed);
    int killed = 0;
    while (Instant.now().isBefore(end)) {
      String protocol = Target.PROTOCOLS.get(random.nextInt(Target.PROTOCOLS.size()));
      Path directory = Files.createTempDirectory("vmcaster-torture");
      killed += new RandomKills(random.nextLong(), directory, protocol).run(ROUNDS);
      remove(directory);
      System.out.println(killed + " kills survived, the last over " + protocol);
    }
    System.out.println(killed + " kills survived, bad lists seen: none");
  }

  private static void remove(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
