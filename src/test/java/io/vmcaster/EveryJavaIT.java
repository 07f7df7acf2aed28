package io.vmcaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.JavaMachines;
import io.vmcaster.testing.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar on every Java of this machine, without the launcher: {@code java -jar} alone. */
final class EveryJavaIT {
  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";

  @TempDir Path directory;

  static List<Path> homes() {
    return JavaMachines.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void tellsItsVersion(Path java) throws Exception {
    assertThat(vmcaster(java, "--version"))
        .isEqualTo("vmcaster " + System.getProperty("vmcaster.version") + "\n");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void helps(Path java) throws Exception {
    assertThat(vmcaster(java, "--help")).contains("--image-upload FILE");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void keepsWhatItIsGiven(Path java) throws Exception {
    vmcaster(java, "--imagelist-add", LIST);
    vmcaster(java, "--image-add", IMAGE, "--imagelist", LIST);
    vmcaster(java, "--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "Zürich ☃");
    assertThat(vmcaster(java, "--imagelist-list")).isEqualTo(LIST + "\t" + IMAGE + "\n");
    assertThat(vmcaster(java, "--image", IMAGE, "--image-keys")).contains("dc:title\tZürich ☃\n");
  }

  private String vmcaster(Path java, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.addAll(List.of("-jar", System.getProperty("vmcaster.jar")));
    command.addAll(List.of(arguments));
    Shell.Outcome outcome =
        Shell.run(
            directory,
            Map.of("HOME", directory.toString(), "LC_ALL", "C.UTF-8"),
            command.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("WARNING", "Exception");
    return outcome.out();
  }
}
