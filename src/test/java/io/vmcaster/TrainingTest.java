package io.vmcaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTest {

  @TempDir Path home;

  @Test
  void editsWithoutAFault() throws Exception {
    assertThat(Training.walk(Training.Kind.EDIT, home)).isEmpty();
    assertThat(home.resolve("dish.db")).isNotEmptyFile();
  }

  @Test
  void sendsSignsAndPublishesWithoutAFault() throws Exception {
    assertThat(Training.walk(Training.Kind.WORK, home)).isEmpty();
    assertThat(home.resolve(TrainingSite.PUBLISHED)).isNotEmptyFile();
    try (Stream<Path> images = Files.list(home.resolve("www/images"))) {
      assertThat(images).hasSize(1);
    }
  }
}
