package io.vmcaster.repository.sql;

import io.vmcaster.error.Failure.InterruptedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The machine code of SQLite, which the driver otherwise unpacks from the jar and compares at each
 * start. The launcher keeps it beside its archive and names it to the driver by {@code
 * org.sqlite.lib.path} and {@code org.sqlite.lib.name}.
 */
public final class SqliteLibrary {

  private static boolean loaded;

  private SqliteLibrary() {}

  /**
   * Has the driver load it. The driver runs a program to learn what machine this is, and forgets an
   * interrupt that comes meanwhile, so it does that in a thread of its own.
   *
   * @throws InterruptedFailure when this thread is interrupted meanwhile; it stays so
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    Thread loading = new Thread(SqliteLibrary::initialize, "sqlite");
    loading.setDaemon(true);
    loading.start();
    try {
      loading.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while SQLite is loaded", null, e);
    }
    loaded = true;
  }

  private static void initialize() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      // who opens a database hears of it: then the driver tries again
    }
  }

  /**
   * Writes the library for this machine to a file, or leaves it as it is where the driver has none.
   */
  public static void unpack(Path file) throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SqliteLibrary.class.getResourceAsStream(resource)) {
      if (in != null) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
