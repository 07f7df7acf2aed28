package io.vmcaster.uploader.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Who may read a file. What is published has to be readable, whatever the caller's umask. */
final class LocalAttributes {

  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("r--r--r--");

  private LocalAttributes() {}

  /** Lets everybody read a new file. */
  static void makePublic(Path file) throws IOException {
    Optional<PosixFileAttributeView> view = view(file);
    if (view.isPresent()) {
      view.get().setPermissions(PUBLIC);
    }
  }

  /**
   * Gives a file the owner, group and permissions of the one that it is about to replace, as far as
   * the system allows. What cannot be kept is made up for by read permission for everybody.
   */
  static void inherit(Path file, Path replaced) throws IOException {
    Optional<PosixFileAttributeView> view = view(file);
    if (view.isEmpty() || !Files.isRegularFile(replaced)) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(replaced, PosixFileAttributes.class);
    EnumSet<PosixFilePermission> permissions = EnumSet.copyOf(READABLE);
    if (giveAway(view.get(), old)) {
      permissions.clear();
    }
    permissions.addAll(old.permissions());
    view.get().setPermissions(permissions);
  }

  private static boolean giveAway(PosixFileAttributeView view, PosixFileAttributes old)
      throws IOException {
    PosixFileAttributes now = view.readAttributes();
    try {
      if (!now.group().equals(old.group())) {
        view.setGroup(old.group());
      }
      if (!now.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
      return true;
    } catch (FileSystemException e) {
      // Only the superuser gives files away; the file stays ours, and readable.
      return false;
    }
  }

  private static Optional<PosixFileAttributeView> view(Path file) {
    return Optional.ofNullable(Files.getFileAttributeView(file, PosixFileAttributeView.class));
  }
}
