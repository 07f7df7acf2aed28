package io.vmcaster.context;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.FailPoint.FailPoints;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {

  private static Run at(String moment) {
    return new Run(
        new Environment(Map.of(), Path.of("/")),
        Messages.SILENT,
        Progress.NONE,
        Passphrases.NONE,
        Clock.fixed(Instant.parse(moment), ZoneId.of("Europe/Berlin")),
        FailPoints.NONE);
  }

  /** Lists have no fractions; rounded up, a list would be of the future. */
  @Test
  void thePresentIsInWholeSecondsThatAreOver() {
    assertThat(at("2026-11-23T08:00:00.999999999Z").now()).hasToString("2026-11-23T08:00:00Z");
    assertThat(at("1969-12-31T23:59:59.5Z").now()).hasToString("1969-12-31T23:59:59Z");
  }

  @Test
  void othersFindItByMachineAndProcess() throws Exception {
    Process hostname = new ProcessBuilder("uname", "-n").start();
    String machine = new String(hostname.getInputStream().readAllBytes(), US_ASCII).strip();

    assertThat(at("2026-11-23T08:00:00Z").owner())
        .isEqualTo(machine + ":" + ProcessHandle.current().pid());
  }
}
