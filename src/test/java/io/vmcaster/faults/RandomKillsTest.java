package io.vmcaster.faults;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The short cut of the torture: a few kills at chance moments. */
@Tag("fault")
@Execution(ExecutionMode.CONCURRENT)
class RandomKillsTest {

  private static final int KILLS = 4;

  static final List<String> PROTOCOLS = Target.PROTOCOLS;

  @TempDir Path directory;

  @ParameterizedTest
  @FieldSource("PROTOCOLS")
  void aSubscriberNeverNotices(String protocol) throws Exception {
    long seed = Long.getLong("vmcaster.seed", System.nanoTime());
    Figures figures = new Figures();
    try {
      new RandomKills(seed, directory, protocol, figures).run(KILLS);
    } finally {
      figures.tell(protocol + ", killed at chance moments (-Dvmcaster.seed=" + seed + ")");
    }
    figures.check(10 * KILLS);
  }
}
