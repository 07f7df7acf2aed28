package io.vmcaster.repository.sql;

import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.LockedFailure;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets one run at a time make a new SQLite file: one whose first change is refused removes the
 * empty file again, which must not be the one that another has opened meanwhile.
 */
final class CreationLock implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path path;
  private final OwnFile file;

  private CreationLock(Path path, OwnFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Takes the lock. Goes on without when another run has made the database meanwhile, and where no
   * file can be locked.
   *
   * @throws LockedFailure when others still make it after that wait
   */
  static CreationLock take(Path database, Duration wait) {
    Path path = database.resolveSibling("." + database.getFileName() + ".new");
    Instant end = Instant.now().plus(wait);
    try {
      OwnFile file = tryTake(path);
      while (file == null && SqliteRepository.isNew(database)) {
        if (Instant.now().isAfter(end)) {
          throw new LockedFailure(
              "another run is making the database " + database, "Try again when it is done.");
        }
        LockWait.sleep(PAUSE, "a new database");
        file = tryTake(path);
      }
      return new CreationLock(path, file);
    } catch (IOException e) {
      // SQLite will say what is wrong with the directory.
      return new CreationLock(path, null);
    }
  }

  /** Null when another has it, or has just removed it. */
  private static OwnFile tryTake(Path path) throws IOException {
    OwnFile file = OwnFile.openOrCreate(path, OwnFile.PRIVATE);
    boolean taken = false;
    try {
      // the file that was opened may be gone, and another of its name be somebody else's by now
      taken = file.channel().tryLock() != null && file.isAt(path);
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // another thread has it, or its file is gone
    } finally {
      if (!taken) {
        file.close();
      }
    }
    return taken ? file : null;
  }

  @Override
  public void close() {
    if (file == null) {
      return;
    }
    try (file) {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // An empty file is left; the next database that is made here removes it.
      return;
    }
  }
}
