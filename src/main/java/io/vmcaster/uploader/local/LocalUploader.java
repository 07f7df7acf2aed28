package io.vmcaster.uploader.local;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.vmcaster.context.Messages;
import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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
 * Files of this machine. A new name is on the disk before {@link #rename} returns, where the
 * directory may be read. A symbolic link in the place of a published file is itself replaced, as on
 * every other server; links above it are followed. What is made, continued and renamed is an {@link
 * OwnFile}: others may write in the directory.
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
    return find("look at", file, () -> describe(file));
  }

  private static RemoteFile describe(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new RemoteFile(attributes.size(), attributes.isDirectory());
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    Path path = Path.of(directory);
    return find("list", path, () -> entries(path)).orElse(Map.of());
  }

  private Map<String, RemoteFile> entries(Path directory) throws IOException {
    Map<String, RemoteFile> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        stat(entry.toString()).ifPresent(f -> files.put(entry.getFileName().toString(), f));
      }
    }
    return files;
  }

  @Override
  public Upload create(String path, long size) {
    Path file = Path.of(path);
    return attempt(
        "create",
        file,
        () -> {
          OwnFile made = OwnFile.create(file, OwnFile.READABLE_BY_ALL);
          keys.put(file, made.key());
          return new LocalUpload(file, made.channel());
        });
  }

  @Override
  public Upload append(String path, long offset) {
    Path file = Path.of(path);
    return attempt(
        "continue",
        file,
        () -> {
          OwnFile left = open(file);
          if (left.channel().size() != offset) {
            left.close();
            throw new TransferFailure(
                "cannot continue %s: it does not have %s any more"
                    .formatted(file, Messages.count(offset, "byte")),
                "See whether another program writes there.");
          }
          left.channel().position(offset);
          return new LocalUpload(file, left.channel());
        });
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
    requireFile("read", file);
    return attempt("read", file, () -> Files.newInputStream(file));
  }

  @Override
  public void rename(String from, String to) {
    Path source = Path.of(from);
    Path target = Path.of(to);
    requireFile("replace", target);
    attempt(
        "rename",
        source,
        () -> {
          try (OwnFile file = open(source)) {
            inherit(file, target);
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            if (!file.isAt(target)) {
              throw new TransferFailure(
                  "cannot rename " + source + ": another file was put in its place",
                  "See who else may write in " + source.getParent() + ", and publish again.");
            }
          }
          putOnDisk(target.getParent());
          return target;
        });
  }

  /** Names that we may not read cannot be waited for: the system writes them within seconds. */
  private static void putOnDisk(Path directory) throws IOException {
    FileChannel opened;
    try {
      opened = FileChannel.open(directory, READ);
    } catch (AccessDeniedException e) {
      return;
    }
    try (FileChannel names = opened) {
      names.force(true);
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
    find(
        "remove",
        file,
        () -> {
          BasicFileAttributes seen =
              Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
          if (!seen.isRegularFile() && !seen.isSymbolicLink()) {
            throw inTheWay("remove", file);
          }
          return Files.deleteIfExists(file);
        });
  }

  @Override
  public void close() {}

  /** Something that the file system may refuse. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(String verb, Path path, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw LocalFailures.of(verb, path, e);
    }
  }

  /** The same; empty when nothing has the name. */
  private static <T> Optional<T> find(String verb, Path path, Step<T> step) {
    try {
      return Optional.of(step.run());
    } catch (IOException e) {
      if (isMissing(path, e)) {
        return Optional.empty();
      }
      throw LocalFailures.of(verb, path, e);
    }
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

  private static void requireFile(String verb, Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw inTheWay(verb, path);
    }
  }

  private static TransferFailure inTheWay(String verb, Path file) {
    return new TransferFailure(
        "cannot " + verb + " " + file + ": it is not a file",
        "See what it is; vmcaster leaves directories and devices alone.");
  }

  /** A file of this machine that is being written. */
  static final class LocalUpload extends Upload {

    private final Path path;
    private final FileChannel channel;

    LocalUpload(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        throw LocalFailures.writing(path, e);
      }
    }

    /** Returns when the bytes are on the disk, so that a name never comes before its content. */
    @Override
    public void commit() {
      try {
        channel.force(true);
        channel.close();
      } catch (IOException e) {
        throw LocalFailures.writing(path, e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // The file was committed, or is given up: nobody relies on it any more.
        return;
      }
    }
  }

  /** Turns what the file system says into failures that tell what to do. */
  private static final class LocalFailures {

    private static final String SPACE =
        "make room there, or ask for more, and run the command again";

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
            "See who put it there; remove it, or publish into a directory where only you may"
                + " write.",
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
}
