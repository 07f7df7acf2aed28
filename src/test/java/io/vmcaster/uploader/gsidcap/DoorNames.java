package io.vmcaster.uploader.gsidcap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The door's files: a directory of this machine. */
final class DoorNames {
  private final Path root;

  DoorNames(Path root) {
    this.root = root;
  }

  /** The file of a path that a client named. */
  Path file(String path) throws DcapException {
    Path file = root.resolve(path.replaceFirst("^/+", "")).normalize();
    if (!file.startsWith(root)) {
      throw new DcapException(10018, "Permission denied", "EACCES");
    }
    return file;
  }

  String stat(String path) throws IOException, DcapException {
    Path file = existing(path);
    long modified = Files.getLastModifiedTime(file).toMillis() / 1000;
    return String.format(
        Locale.ROOT,
        "-st_size=%d -st_uid=0 -st_gid=0 -st_atime=%d -st_mtime=%d -st_mode=%s -st_ino=1",
        Files.size(file),
        modified,
        modified,
        mode(file));
  }

  private static String mode(Path file) throws IOException {
    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    return (Files.isDirectory(file) ? "d" : "-") + rights;
  }

  /** Makes the name of a new file, empty. */
  Path create(String path, int mode) throws IOException, DcapException {
    Path file = file(path);
    if (Files.isDirectory(file)) {
      throw new DcapException(1, "Not a File", "");
    }
    if (Files.exists(file)) {
      throw new DcapException(1, "File is readOnly", "");
    }
    if (!Files.isDirectory(file.getParent())) {
      throw new DcapException(10001, "No such file or directory: " + path, "ENOENT");
    }
    Files.createFile(file);
    chmod(path, mode);
    return file;
  }

  /** A file that is there, to be read. */
  Path existing(String path) throws DcapException {
    Path file = file(path);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DcapException(10001, "No such file or directory", "ENOENT");
    }
    return file;
  }

  void unlink(String path) throws IOException, DcapException {
    Path file = existing(path);
    if (Files.isDirectory(file)) {
      throw new DcapException(17, "Path is a Directory", "EISDIR");
    }
    Files.delete(file);
  }

  void rename(String from, String to) throws IOException, DcapException {
    if (Files.isDirectory(file(to))) {
      throw new DcapException(17, "Path is a Directory", "EISDIR");
    }
    Files.move(
        existing(from),
        file(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void mkdir(String path, int mode) throws IOException, DcapException {
    Path file = file(path);
    if (Files.exists(file)) {
      throw new DcapException(20, "File exists", "EEXIST");
    }
    Files.createDirectory(file);
    chmod(path, mode);
  }

  void chmod(String path, int mode) throws IOException, DcapException {
    Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        rights.add(all[i]);
      }
    }
    Path file = existing(path);
    Files.setPosixFilePermissions(file, rights);
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
  }
}
