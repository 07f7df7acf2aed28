package io.vmcaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long seconds;

  private ConsoleProgress progress(boolean terminal) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new ConsoleProgress(
        new ConsoleMessages(out, terminal, false), () -> seconds * 1_000_000_000L);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void drawsABarOnATerminal() {
    try (Progress.Task task = progress(true).begin("sending a\u001b.img", 100 * MIB)) {
      seconds = 5;
      task.advance(50 * MIB);
      assertThat(said())
          .isEqualTo(
              "\r[######......] 50%, 50.0 MiB of 100.0 MiB, 10.0 MiB/s, 0:05 left"
                  + "  sending a\\u00");
      seconds = 10;
      task.advance(50 * MIB);
      assertThat(said()).contains("100%, 100.0 MiB of 100.0 MiB, 10.0 MiB/s  sending a\\u001b");
    }
    assertThat(said()).endsWith(" \r");
  }

  @Test
  void keepsToTheWidthOfTheTerminal() {
    ConsoleMessages stream =
        ConsoleMessages.of(
            new PrintStream(said, true, StandardCharsets.UTF_8),
            true,
            new Environment(Map.of("COLUMNS", "30"), Path.of("/")));
    ConsoleProgress narrow = new ConsoleProgress(stream, () -> seconds * 1_000_000_000L);
    try (Progress.Task task = narrow.begin("sending a.img", 100 * MIB)) {
      seconds = 5;
      task.advance(50 * MIB);
      assertThat(said()).isEqualTo("\r[######......] 50%, 50.0 MiB ");
    }
  }

  @Test
  void saysALineNowAndThenElsewhere() {
    try (Progress.Task task = progress(false).begin("hashing a.img", 3 * MIB)) {
      seconds = 29;
      task.advance(MIB);
      assertThat(said()).isEmpty();
      seconds = 32;
      task.advance(MIB);
      seconds = 40;
      task.advance(1);
    }
    assertThat(said())
        .isEqualTo("vmcaster: hashing a.img: 66%, 2.0 MiB of 3.0 MiB, 64.0 KiB/s, 0:16 left\n");
  }

  @Test
  void doesWithoutATotal() {
    try (Progress.Task task = progress(false).begin("compressing", -1)) {
      seconds = 7200;
      task.advance(500);
    }
    assertThat(said()).isEqualTo("vmcaster: compressing: 500 B, 0 B/s\n");
  }

  @Test
  void messagesWipeTheBar() {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    ConsoleMessages stream = new ConsoleMessages(out, true, true);
    stream.passing("bar");
    stream.warn("careful");

    assertThat(said()).isEqualTo("\rbar\r   \rvmcaster: \u001b[33mwarning:\u001b[0m careful\n");
  }
}
