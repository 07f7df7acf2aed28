package io.vmcaster.context;

import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that nobody but the user of this process should read or write. */
public final class SecretFile {

  /** All that group and others may be permitted, as {@code chmod} has it. */
  private static final int ANYTHING = 0077;

  private static final int READING = 0044;

  private SecretFile() {}

  /**
   * Insists that what is in a file is a secret of the user.
   *
   * @param what what is there, for the message
   * @param otherwise what else the user can do, as the end of a sentence
   * @throws TrustFailure when others have, or may have, read or written it
   * @throws IOException when it is not there
   */
  public static void require(Path file, String what, String otherwise) throws IOException {
    Optional<String> fault = fault(file);
    if (fault.isPresent()) {
      throw new TrustFailure(
          "the " + what + " " + file + " cannot be used: " + fault.get(),
          "chmod 600 " + file + ", and think about who may have read it; or " + otherwise + ".");
    }
  }

  /** Why it is none, as the end of a sentence; empty when it is. */
  static Optional<String> fault(Path file) throws IOException {
    if (isOpenToOthers(file)) {
      return Optional.of("others may read or write it");
    }
    return Files.getAttribute(file, "unix:uid").equals(Environment.processUser())
        ? Optional.empty()
        : Optional.of("it belongs to somebody else");
  }

  /**
   * Whether others may read a file.
   *
   * @throws UnsupportedOperationException where files have no permissions
   */
  public static boolean isReadByOthers(Path file) throws IOException {
    return permits(file, READING);
  }

  /**
   * Whether others may do anything with a file.
   *
   * @throws UnsupportedOperationException where files have no permissions
   */
  public static boolean isOpenToOthers(Path file) throws IOException {
    return permits(file, ANYTHING);
  }

  private static boolean permits(Path file, int bits) throws IOException {
    return ((Integer) Files.getAttribute(file, "unix:mode") & bits) != 0;
  }
}
