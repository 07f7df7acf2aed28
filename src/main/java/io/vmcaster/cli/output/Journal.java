package io.vmcaster.cli.output;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether systemd's journal reads standard error; it understands {@code <4>} before a line. */
public final class Journal {

  private static final Path ERRORS = Path.of("/proc/self/fd/2");

  private Journal() {}

  /**
   * Whether the journal reads it: {@code JOURNAL_STREAM} names the device and inode that services
   * begin with (systemd.exec(5)), and standard error may have been sent elsewhere since.
   */
  public static boolean reads(Environment environment) {
    return environment.get("JOURNAL_STREAM").map(Journal::isStandardError).orElse(false);
  }

  private static boolean isStandardError(String stream) {
    try {
      return stream.equals(
          Files.getAttribute(ERRORS, "unix:dev") + ":" + Files.getAttribute(ERRORS, "unix:ino"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // no such directory here: the safe answer
    }
  }
}
