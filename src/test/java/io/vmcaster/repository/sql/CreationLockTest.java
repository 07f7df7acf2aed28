package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.LockedFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CreationLockTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path root;

  private Path database() {
    return root.resolve("dish.db");
  }

  @Test
  void oneHasItAndLeavesNothingBehind() {
    try (CreationLock lock = CreationLock.take(database(), LONG)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> CreationLock.take(database(), Duration.ZERO))
          .isInstanceOf(LockedFailure.class)
          .hasMessageContaining("another run is making the database " + database());
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whoWaitsHasItWhenTheOtherIsDone() throws Exception {
    CreationLock first = CreationLock.take(database(), LONG);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> CreationLock.take(database(), LONG).close());

    assertThat(second).isNotDone();
    first.close();

    second.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whoWaitsGoesOnAsSoonAsThereIsADatabase() throws Exception {
    try (CreationLock first = CreationLock.take(database(), LONG)) {
      assertThat(first).isNotNull();
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(() -> CreationLock.take(database(), LONG).close());
      Files.writeString(database(), "made");

      second.get(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(SqliteRepository.isNew(database())).isFalse();
    }
  }

  @Test
  void withoutADirectoryItIsLeftToSqliteToSaySo() {
    CreationLock.take(root.resolve("nowhere").resolve("dish.db"), LONG).close();
    assertThat(root).isEmptyDirectory();
  }
}
