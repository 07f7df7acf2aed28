package io.vmcaster.compression;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * An image file of this machine as it was when it was looked at.
 *
 * @param path where it is
 * @param size its length in bytes, more than 0
 * @param modified when it was last written
 */
public record SourceFile(Path path, long size, FileTime modified) {

  /**
   * Looks at a file.
   *
   * @throws NotFoundFailure when it is not there
   * @throws InvalidDataFailure when it cannot be an image: a directory, a device, a pipe, an empty
   *     or unreadable file
   */
  public static SourceFile of(Path path) {
    BasicFileAttributes attributes = attributes(path);
    if (attributes.isDirectory()) {
      throw refused(path, "it is a directory", null);
    }
    if (!attributes.isRegularFile()) {
      throw refused(path, "it is a device, a pipe or a socket, not a file", null);
    }
    if (attributes.size() == 0) {
      throw refused(path, "it is empty", null);
    }
    if (!Files.isReadable(path)) {
      throw refused(path, "reading it is not permitted", null);
    }
    return new SourceFile(path, attributes.size(), attributes.lastModifiedTime());
  }

  private static BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new NotFoundFailure(
          "cannot read the image " + path + ": there is no such file", null, e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Makes sure that the file is still what it was.
   *
   * @throws TemporaryFailure when it was written to meanwhile
   */
  public void requireUnchanged() {
    BasicFileAttributes now = attributes(path);
    if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
      throw changed();
    }
  }

  TemporaryFailure changed() {
    return new TemporaryFailure(
        "the image " + path + " changed while it was read",
        "Wait until nothing writes to it, then run the same command again.");
  }

  static InvalidDataFailure unreadable(Path path, IOException e) {
    return refused(
        path,
        e instanceof AccessDeniedException ? "reading it is not permitted" : e.getMessage(),
        e);
  }

  static InvalidDataFailure refused(Path path, String why, Exception cause) {
    return new InvalidDataFailure("cannot read the image " + path + ": " + why, null, cause);
  }
}
