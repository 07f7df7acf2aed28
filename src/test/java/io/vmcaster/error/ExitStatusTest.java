package io.vmcaster.error;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitStatusTest {

  @Test
  void eachHasANumberAndANameOfItsOwn() {
    assertThat(ExitStatus.values()).extracting(ExitStatus::code).doesNotHaveDuplicates();
    assertThat(ExitStatus.values()).extracting(ExitStatus::label).doesNotHaveDuplicates();
  }

  /** Scripts that were written for them rely on these. */
  @Test
  void theNumbersStay() {
    assertThat(ExitStatus.values())
        .extracting(ExitStatus::code)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130);
  }

  /** JSON has its other names so, too. */
  @ParameterizedTest
  @EnumSource
  void aNameIsWordsInLowerCase(ExitStatus status) {
    assertThat(status.label()).matches("[a-z]+(-[a-z]+)*");
  }

  /** A shell says itself what it cannot run (126, 127), and which signal ended a program. */
  @Test
  void noneIsTakenForWhatAShellSays() throws Exception {
    String signal = "kill -l " + ExitStatus.INTERRUPTED.code();
    Process shell = new ProcessBuilder("sh", "-c", signal).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("INT\n");
    assertThat(ExitStatus.values())
        .filteredOn(status -> status != ExitStatus.INTERRUPTED)
        .allMatch(status -> status.code() < 126);
  }
}
