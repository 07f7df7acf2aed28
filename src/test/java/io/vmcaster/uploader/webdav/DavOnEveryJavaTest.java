package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.JavaMachines;
import io.vmcaster.testing.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java's client for the web waits otherwise from release to release; ours ends alike on all. */
class DavOnEveryJavaTest {

  @TempDir private static Path directory;
  private static List<String> here;

  @BeforeAll
  static void ask() throws Exception {
    here = DavTimeouts.tell(directory);
  }

  @Test
  void nothingIsWaitedForWithoutEnd() {
    assertThat(here)
        .filteredOn(line -> line.matches("\\d+: .*"))
        .hasSize(4)
        .allMatch(line -> line.contains("(because I say so)"));
    assertThat(here)
        .filteredOn(line -> line.contains("healed"))
        .hasSize(5)
        .allMatch(line -> line.endsWith("done"));
    assertThat(here)
        .filteredOn(line -> line.contains(" look: ") && line.contains("no answer in 1 s"))
        .hasSize(3);
  }

  static List<Path> others() {
    Path own = Path.of(System.getProperty("java.home"));
    return JavaMachines.homes().stream()
        .filter(home -> JavaMachines.release(home) != JavaMachines.release(own))
        .toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("others")
  void othersEndAlike(Path java) throws Exception {
    Path own = Files.createTempDirectory(directory, "other");
    ProgramProcess other = ProgramProcess.in(own).on(java).running(DavTimeouts.class);
    assertThat(other.run(own.toString()).ended(0).out().lines()).isEqualTo(here);
  }
}
