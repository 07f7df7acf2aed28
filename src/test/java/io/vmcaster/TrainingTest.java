package io.vmcaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTest {
  @Test
  void walksWithoutAFaultAndLeavesADatabase(@TempDir Path home) throws Exception {
    assertThat(Training.walk(home)).isEmpty();
    assertThat(home.resolve("dish.db")).isNotEmptyFile();
  }
}
