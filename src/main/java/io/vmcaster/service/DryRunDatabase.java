package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
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
final class DryRunDatabase implements AutoCloseable {

  private final Path directory;
  private final Repository repository;

  private DryRunDatabase(Path directory) {
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
  static DryRunDatabase of(
      ReadTransaction from, Collection<ListId> lists, Collection<ImageId> images) {
    DryRunDatabase copy = new DryRunDatabase(temporaryDirectory());
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
  Repository repository() {
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
