package io.vmcaster.uploader.local;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files of this machine. A new name is on the disk before {@link #rename} returns. A symbolic link
 * in the place of a published file is itself replaced, as on every other server; links above it are
 * followed. What is made, continued and renamed is an {@link OwnFile}: others may write in the
 * directory.
 */
final class LocalUploader implements Uploader {

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("r--r--r--");

  /** The files that were made here. */
  private final Map<Path, Object> keys = new HashMap<>();

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAM, Capability.APPEND, Capability.LIST);
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    Path file = Path.of(path);
    try {
      return Optional.of(describe(file));
    } catch (IOException e) {
      if (isMissing(file, e)) {
        return Optional.empty();
      }
      throw LocalFailures.of("look at", file, e);
    }
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    Path path = Path.of(directory);
    Map<String, RemoteFile> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        stat(entry.toString()).ifPresent(f -> files.put(entry.getFileName().toString(), f));
      }
    } catch (IOException e) {
      if (!isMissing(path, e)) {
        throw LocalFailures.of("list", path, e);
      }
    }
    return files;
  }

  @Override
  public Upload create(String path, long size) {
    Path file = Path.of(path);
    try {
      OwnFile made = OwnFile.create(file, OwnFile.READABLE_BY_ALL);
      keys.put(file, made.key());
      return new LocalUpload(file, made.channel());
    } catch (IOException e) {
      throw LocalFailures.of("create", file, e);
    }
  }

  @Override
  public Upload append(String path, long offset) {
    Path file = Path.of(path);
    try {
      OwnFile left = open(file);
      if (left.channel().size() != offset) {
        left.close();
        throw changed(file, offset);
      }
      left.channel().position(offset);
      return new LocalUpload(file, left.channel());
    } catch (IOException e) {
      throw LocalFailures.of("continue", file, e);
    }
  }

  /**
   * Opens a file of ours. One that this uploader made may have another owner: file servers give
   * root's files to nobody.
   */
  private OwnFile open(Path path) throws IOException {
    OwnFile file = OwnFile.openShared(path);
    try {
      if (!Objects.equals(keys.get(path), file.key())) {
        file.requireOurs();
      }
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public InputStream read(String path) {
    Path file = Path.of(path);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw inTheWay("read", file);
    }
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw LocalFailures.of("read", file, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    Path source = Path.of(from);
    Path target = Path.of(to);
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw inTheWay("replace", target);
    }
    try (OwnFile file = open(source)) {
      inherit(file, target);
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      if (!file.isAt(target)) {
        throw new TransferFailure(
            "cannot rename " + source + ": another file was put in its place",
            "See who else may write in " + source.getParent() + ", and publish again.");
      }
      force(target.getParent());
    } catch (IOException e) {
      throw LocalFailures.of("rename", source, e);
    }
  }

  /**
   * Gives a file the owner, group and permissions of the one that it is about to replace, as far as
   * the system allows, but never lets everybody write. What cannot be kept is made up for by read
   * permission for everybody.
   */
  private static void inherit(OwnFile file, Path replaced) throws IOException {
    if (!Files.isRegularFile(replaced, NOFOLLOW_LINKS)) {
      return;
    }
    PosixFileAttributes old =
        Files.readAttributes(replaced, PosixFileAttributes.class, NOFOLLOW_LINKS);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(old.permissions());
    permissions.remove(PosixFilePermission.OTHERS_WRITE);
    if (!file.giveTo(old)) {
      permissions.addAll(READABLE);
    }
    file.setPermissions(permissions);
  }

  /** Removes the name alone: what a link leads to stays. */
  @Override
  public void remove(String path) {
    Path file = Path.of(path);
    try {
      if (!isFileOrLink(file)) {
        throw inTheWay("remove", file);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      if (!isMissing(file, e)) {
        throw LocalFailures.of("remove", file, e);
      }
    }
  }

  @Override
  public void close() {}

  private static boolean isFileOrLink(Path path) throws IOException {
    BasicFileAttributes seen =
        Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    return seen.isRegularFile() || seen.isSymbolicLink();
  }

  private static RemoteFile describe(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new RemoteFile(attributes.size(), attributes.isDirectory());
  }

  /** Whether nothing has this name; a file where a directory should be counts as nothing. */
  private static boolean isMissing(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return true;
    }
    Path above = file.getParent();
    while (above != null && Files.notExists(above)) {
      above = above.getParent();
    }
    return e.getClass() == FileSystemException.class && above != null && !Files.isDirectory(above);
  }

  /** Puts a directory's names on the disk. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  private static TransferFailure changed(Path file, long offset) {
    return new TransferFailure(
        "cannot continue " + file + ": it does not have " + offset + " bytes any more",
        "See whether another program writes there.");
  }

  private static TransferFailure inTheWay(String verb, Path file) {
    return new TransferFailure(
        "cannot " + verb + " " + file + ": it is not a file",
        "See what it is; vmcaster leaves directories and devices alone.");
  }
}
