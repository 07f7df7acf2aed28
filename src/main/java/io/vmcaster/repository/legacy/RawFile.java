package io.vmcaster.repository.legacy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The bytes of a SQLite file, read beside SQLite. When a process closes a file, the system lets go
 * of every lock that it has on it, SQLite's among them (SQLite's "How to corrupt", 2.2); so this is
 * closed only when the transaction is over.
 */
public final class RawFile implements AutoCloseable {

  /** Where a SQLite file counts its changes (file format, 1.3.7). */
  private static final int CHANGE_COUNTER = 24;

  private final Path path;
  private RandomAccessFile file;

  /** A file that is opened when it is first read. */
  public RawFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** How many transactions changed the file; 0 when that cannot be read. */
  public long changes() {
    try {
      open().seek(CHANGE_COUNTER);
      return open().readInt() & 0xffffffffL;
    } catch (IOException e) {
      return 0;
    }
  }

  private RandomAccessFile open() throws IOException {
    if (file == null) {
      file = new RandomAccessFile(path.toFile(), "r");
    }
    return file;
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // it was only read
        file = null;
      }
    }
  }
}
