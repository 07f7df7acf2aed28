package io.vmcaster.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.repository.Repositories;
import io.vmcaster.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTest {

  @TempDir Path home;

  @Test
  void editsWithoutAFault() throws Exception {
    assertThat(Training.walk(Training.Kind.EDIT, home)).isEmpty();
    assertThat(home.resolve("dish.db")).isNotEmptyFile();
    try (Repository repository =
        Repositories.open(
            "sqlite:///dish.db",
            new Environment(Map.of(), home),
            Duration.ofSeconds(1),
            Messages.SILENT)) {
      assertThat(repository.catalogue().images()).as("written all at once").hasSizeGreaterThan(50);
    }
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
