package io.vmcaster.repository.sql;

import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.LockedFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
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

  private static final long PAUSE_MILLIS = 20;

  private final Path path;
  private final FileChannel channel;

  private CreationLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
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
      FileChannel channel = tryTake(path);
      while (channel == null && SqliteRepository.isNew(database)) {
        if (Instant.now().isAfter(end)) {
          throw new LockedFailure(
              "another run is making the database " + database, "Try again when it is done.");
        }
        pause();
        channel = tryTake(path);
      }
      return new CreationLock(path, channel);
    } catch (IOException e) {
      // SQLite will say what is wrong with the directory.
      return new CreationLock(path, null);
    }
  }

  /** Null when another has it, or has just removed it. */
  private static FileChannel tryTake(Path path) throws IOException {
    OwnFile file = OwnFile.openOrCreate(path, OwnFile.PRIVATE);
    try {
      // the file that was opened may be gone, and another of its name be somebody else's by now
      if (file.channel().tryLock() != null && file.isAt(path)) {
        return file.channel();
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // another thread has it, or its file is gone
    } catch (IOException e) {
      close(file.channel());
      throw e;
    }
    close(file.channel());
    return null;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while waiting for a new database", null, e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process.
      return;
    }
  }

  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // An empty file is left; the next database that is made here removes it.
      close(channel);
      return;
    }
    close(channel);
  }
}
