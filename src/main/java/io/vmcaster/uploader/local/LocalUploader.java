package io.vmcaster.uploader.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.Uploader;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files of this machine. A new name is on the disk before {@link #rename} returns. A symbolic link
 * in the place of the file is itself replaced, as on every other server; links above it are
 * followed.
 */
final class LocalUploader implements Uploader {

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
      FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE);
      LocalAttributes.makePublic(file);
      return new LocalUpload(file, channel);
    } catch (IOException e) {
      throw LocalFailures.of("create", file, e);
    }
  }

  @Override
  public Upload append(String path, long offset) {
    Path file = Path.of(path);
    try {
      FileChannel channel = FileChannel.open(file, WRITE);
      if (channel.size() != offset) {
        channel.close();
        throw changed(file, offset);
      }
      channel.position(offset);
      return new LocalUpload(file, channel);
    } catch (IOException e) {
      throw LocalFailures.of("continue", file, e);
    }
  }

  @Override
  public InputStream read(String path) {
    Path file = Path.of(path);
    if (Files.isDirectory(file)) {
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
    try {
      LocalAttributes.inherit(source, target);
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      force(target.getParent());
    } catch (IOException e) {
      throw LocalFailures.of("rename", source, e);
    }
  }

  @Override
  public void remove(String path) {
    Path file = Path.of(path);
    if (Files.isDirectory(file)) {
      throw inTheWay("remove", file);
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      if (!isMissing(file, e)) {
        throw LocalFailures.of("remove", file, e);
      }
    }
  }

  @Override
  public void close() {}

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
