package io.vmcaster.repository.sql;

import io.vmcaster.context.Messages;
import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.LockedFailure;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lets one run at a time make a new SQLite file: one whose first change is refused removes the
 * empty file again, which must not be the one that another has opened meanwhile.
 *
 * @param path the file that is locked
 * @param file the same, open; null where none is held
 */
record CreationLock(Path path, OwnFile file) implements AutoCloseable {

  /**
   * Takes the lock. Goes on without when another run has made the database meanwhile, and where no
   * file can be locked.
   *
   * @throws LockedFailure when others still make it after that wait
   */
  static CreationLock take(Path database, Duration wait) {
    return LockWait.acquire(
        wait,
        Messages.SILENT,
        () -> tryTake(database),
        () -> "another run is making the database " + database);
  }

  /** Null when another has it, or has just removed it. */
  private static CreationLock tryTake(Path database) {
    Path path = database.resolveSibling("." + database.getFileName() + ".new");
    boolean taken = false;
    try {
      OwnFile file = OwnFile.openOrCreate(path, OwnFile.PRIVATE);
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
      return taken
          ? new CreationLock(path, file)
          : SqliteRepository.isNew(database) ? null : new CreationLock(path, null);
    } catch (IOException e) {
      return new CreationLock(path, null); // SQLite will say what is wrong with the directory
    }
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
