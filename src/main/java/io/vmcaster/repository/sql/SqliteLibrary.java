package io.vmcaster.repository.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The machine code of SQLite, which the driver otherwise unpacks from the jar and compares at each
 * start. The launcher keeps it beside its archive and names it to the driver by {@code
 * org.sqlite.lib.path} and {@code org.sqlite.lib.name}.
 */
public final class SqliteLibrary {
  private SqliteLibrary() {}

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
