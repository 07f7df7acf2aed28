package io.vmcaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/install}, as the README shows it. */
final class InstallIT {
  private static final String SCRIPT = Path.of("scripts/install").toAbsolutePath().toString();

  @TempDir Path home;

  @Test
  void putsTheProgramInPlaceAndTakesItAwayAgain() throws Exception {
    String prefix = home.resolve("a place").toString();
    assertThat(sh(SCRIPT, "--prefix", prefix).out())
        .contains("vmcaster is in " + prefix + "/bin/vmcaster");
    assertThat(sh(prefix + "/bin/vmcaster", "--version").out())
        .isEqualTo("vmcaster " + System.getProperty("vmcaster.version") + "\n");
    assertThat(sh(prefix + "/bin/vmcaster", "--endorser-list").err()).contains("dish.db");
    assertThat(Path.of(prefix, "share/man/man1/vmcaster.1")).isNotEmptyFile();
    assertThat(Path.of(prefix, "share/bash-completion/completions/vmcaster")).isNotEmptyFile();
    assertThat(Path.of(prefix, "share/zsh/site-functions/_vmcaster")).isNotEmptyFile();
    assertThat(Path.of(prefix, "share/vmcaster/vmcaster.cfg.example")).isNotEmptyFile();

    sh(SCRIPT, "--uninstall", "--prefix", prefix);
    try (Stream<Path> left = Files.walk(Path.of(prefix))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private Shell.Outcome sh(String... command) throws Exception {
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(),
            "VMCASTER_JAVA", System.getProperty("java.home"),
            "VMCASTER_ARCHIVE", "off");
    Shell.Outcome outcome = Shell.run(home, environment, command);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }
}
