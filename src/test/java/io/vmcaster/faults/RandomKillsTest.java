package io.vmcaster.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short cut of the torture: a few kills at chance moments. */
class RandomKillsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"local", "scp"})
  void aSubscriberNeverNotices(String protocol) throws Exception {
    long seed = Long.getLong("vmcaster.seed", System.nanoTime());
    System.out.println(protocol + ": seed " + seed);
    int killed = new RandomKills(seed, directory, protocol).run(5);
    System.out.println(protocol + ": " + killed + " kills survived, bad lists seen: none");
  }
}
