package io.vmcaster.repository;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.sql.SqliteRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of what one run needs of a database, to be changed freely: a dry run of several steps has
 * each step see what the one before it would have left. It is gone when it is closed.
 */
public final class DryRunRepository implements AutoCloseable {

  private final Path directory;
  private final Repository repository;

  private DryRunRepository(Path directory) {
    this.directory = directory;
    this.repository =
        new SqliteRepository(directory.resolve("dish.db"), Duration.ZERO, Messages.SILENT);
  }

  /**
   * Copies some lists, with all that publishing needs of them.
   *
   * @param images further images
   * @throws TemporaryFailure when there is no room for it
   */
  public static DryRunRepository of(
      ReadTransaction from, Collection<ListId> lists, Collection<ImageId> images) {
    DryRunRepository copy = new DryRunRepository(temporaryDirectory());
    try {
      DatabaseCopy.copy(from, lists, images, copy.repository);
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
    return copy;
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("vmcaster-dry-run-");
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot make a directory for the dry run: " + e.getMessage(),
          "Name another one: TMPDIR for the launcher, -Djava.io.tmpdir for java -jar.",
          e);
    }
  }

  /** The copy. */
  public Repository repository() {
    return repository;
  }

  @Override
  public void close() {
    repository.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.sorted((left, right) -> right.compareTo(left)).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    } catch (IOException e) {
      directory.toFile().deleteOnExit(); // a temporary directory, which the system empties
    }
  }
}
