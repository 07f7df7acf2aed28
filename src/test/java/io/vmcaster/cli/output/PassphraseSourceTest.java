package io.vmcaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.cli.output.Terminal.PassphraseSource;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseSourceTest {

  @TempDir Path directory;

  private Passphrases source(String passin) {
    return new PassphraseSource(
        Optional.ofNullable(passin),
        new Environment(Map.of("SECRET", "from env", "EMPTY", ""), directory),
        Terminal.NONE,
        new ByteArrayInputStream("from stdin\r\nmore".getBytes(StandardCharsets.UTF_8)));
  }

  private String asked(String passin) {
    return source(passin).ask("a key").map(String::new).orElse("(nobody)");
  }

  @Test
  void readsEachSource() throws Exception {
    Files.writeString(directory.resolve("p"), "päss\nnot this");

    assertThat(asked("env:SECRET")).isEqualTo("from env");
    assertThat(asked("env:EMPTY")).isEmpty();
    assertThat(asked("file:p")).isEqualTo("päss");
    assertThat(asked("fd:0")).isEqualTo("from stdin");
    assertThat(asked(null)).isEqualTo("(nobody)");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> asked("env:NONE"))
        .isInstanceOf(TrustFailure.class)
        .hasMessage("--passin env:NONE: the variable is not set");
    assertThatThrownBy(() -> asked("file:none"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("none is not there");
    assertThatThrownBy(() -> asked("fd:987"))
        .isInstanceOf(TrustFailure.class)
        .hasMessageNotContaining("fd/0");
    assertThatThrownBy(() -> PassphraseSource.check("plain"))
        .isInstanceOf(UsageFailure.class)
        .hasMessageNotContaining("plain");
  }
}
