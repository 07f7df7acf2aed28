package io.vmcaster.uploader.local;

import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what the file system says into failures that tell what to do. */
final class LocalFailures {

  private static final String SPACE = "make room there, or ask for more, and run the command again";

  private LocalFailures() {}

  /** A write to an open file failed: whatever it was, the disk may be better later. */
  static Failure writing(Path path, IOException e) {
    return new TemporaryFailure("cannot write " + path + ": " + reason(e), SPACE, e);
  }

  /**
   * Another verb failed.
   *
   * @param verb what was tried, such as {@code "create"}
   */
  static Failure of(String verb, Path path, IOException e) {
    String tried = "cannot " + verb + " " + path + ": ";
    if (e instanceof OwnFile.NotOursException) {
      return new TransferFailure(
          tried + reason(e),
          "See who put it there; remove it, or publish into a directory where only you may write.",
          e);
    }
    if (e instanceof AccessDeniedException) {
      return new TransferFailure(
          tried + "permission denied",
          "let the user \"%s\" write in %s"
              .formatted(System.getProperty("user.name"), path.getParent()),
          e);
    }
    if (e instanceof NoSuchFileException) {
      return Files.isDirectory(path.getParent())
          ? new TransferFailure(tried + "there is no such file", "see what has removed it", e)
          : new TransferFailure(
              tried + "there is no directory " + path.getParent(),
              "create it, or correct writeprefix in the configuration",
              e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new TransferFailure(
          tried + "something has that name", "see what it is, and remove it if it may go", e);
    }
    return isFull(path, e)
        ? new TemporaryFailure(tried + reason(e), SPACE, e)
        : new TransferFailure(tried + reason(e), null, e);
  }

  /** The system's words depend on the user's language, so the file system is asked as well. */
  private static boolean isFull(Path path, IOException e) {
    String reason = reason(e);
    if (reason.contains("No space left") || reason.contains("quota")) {
      return true;
    }
    try {
      return Files.getFileStore(path.getParent()).getUsableSpace() == 0;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
