package io.vmcaster.context;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A regular file of this machine, held by one open descriptor, for directories in which others may
 * write too: whoever puts a symbolic link, a hard link, a pipe or a file of theirs in the place of
 * ours gets nothing read, written, truncated, or given other permissions.
 *
 * <ul>
 *   <li>It is opened without following a link in its own name ({@code O_NOFOLLOW}), and exclusively
 *       where it is new ({@code O_EXCL}). Links above it are followed.
 *   <li>Type, owner and number of names are those of the open descriptor, not of the name.
 *   <li>Permissions, owner and group are set on the descriptor. Java has no call for that, and no
 *       number for a descriptor: Linux shows each as {@code /proc/self/fd/N}, whose use leads to
 *       the open file and nowhere else, and ours is found by its position. Where there is no such
 *       directory (not Linux), the name is used, without following links.
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
public final class OwnFile implements Closeable {

  /** Nobody else may do anything. */
  public static final Set<PosixFilePermission> PRIVATE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** Group and others get no right to change the file. */
  public static final Set<PosixFilePermission> READABLE_BY_ALL =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path POSITIONS = Path.of("/proc/self/fdinfo");

  private final Path name;
  private final FileChannel channel;
  private final Path descriptor;

  private OwnFile(Path name, FileChannel channel) throws IOException {
    this.name = name;
    this.channel = channel;
    this.descriptor = Files.isDirectory(POSITIONS) ? find(channel) : name;
  }

  /** Such a file is not used; the reason says why, without its name. */
  public static final class NotOursException extends FileSystemException {
    NotOursException(Path file, String reason) {
      super(file.toString(), null, reason);
    }
  }

  /**
   * Makes a new file.
   *
   * @param permissions the file's, whatever the umask
   * @throws java.nio.file.FileAlreadyExistsException when anything has that name, be it a link
   */
  public static OwnFile create(Path name, Set<PosixFilePermission> permissions) throws IOException {
    FileChannel channel =
        FileChannel.open(
            name,
            Set.of(CREATE_NEW, READ, WRITE, NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PRIVATE)); // nobody else gets a descriptor of it
    return checked(name, channel, file -> file.setPermissions(permissions));
  }

  /**
   * Opens a file that may belong to somebody else, to read and to write.
   *
   * @throws NotOursException when it is a link or no regular file, or has further names
   */
  public static OwnFile openShared(Path name) throws IOException {
    return checked(name, existing(name), OwnFile::requireSingleFile);
  }

  /**
   * As {@link #openShared(Path)}, for a file that the users of a group share, such as a lock file:
   * it is made when nothing is there. What it holds stays as it is. Others may make and remove it
   * at any moment.
   *
   * @param permissions of a new file
   */
  public static OwnFile openOrCreate(Path name, Set<PosixFilePermission> permissions)
      throws IOException {
    while (true) {
      try {
        return Files.exists(name, NOFOLLOW_LINKS) ? openShared(name) : create(name, permissions);
      } catch (FileAlreadyExistsException e) {
        // another run made it first
      } catch (NoSuchFileException e) {
        if (!Files.isDirectory(name.toAbsolutePath().getParent())) {
          throw e;
        }
        // another run has just removed it
      }
    }
  }

  /**
   * Opens a file to add to, or begins one. A link in its place is followed only when it belongs to
   * this user or to root, as {@code /dev/stderr} does. An interrupt does not close the stream.
   *
   * @throws NotOursException when it is a link or a pipe that somebody else made, or has further
   *     names
   */
  public static OutputStream append(Path name) throws IOException {
    while (true) {
      try {
        return Files.exists(name, NOFOLLOW_LINKS)
            ? appendToExisting(name)
            : Files.newOutputStream(name, CREATE_NEW, WRITE, APPEND, NOFOLLOW_LINKS);
      } catch (FileAlreadyExistsException e) {
        // another run made it first
      }
    }
  }

  private static OutputStream appendToExisting(Path name) throws IOException {
    if (Files.isRegularFile(name, NOFOLLOW_LINKS)) {
      FileChannel channel = FileChannel.open(name, APPEND, NOFOLLOW_LINKS);
      try (OwnFile file = checked(name, channel, OwnFile::requireSingleFile)) {
        return file.descriptor.equals(name)
            ? Files.newOutputStream(name, WRITE, APPEND, NOFOLLOW_LINKS)
            : Files.newOutputStream(file.descriptor, WRITE, APPEND);
      }
    }
    int maker = (Integer) Files.getAttribute(name, "unix:uid", NOFOLLOW_LINKS);
    if (maker != 0 && maker != Environment.processUser()) {
      throw new NotOursException(
          name,
          (Files.isSymbolicLink(name) ? "it is a symbolic link" : "it is not a file")
              + ", and somebody else made it");
    }
    return new FileOutputStream(name.toFile(), true);
  }

  private static FileChannel existing(Path name) throws IOException {
    requireRegular(name, Files.readAttributes(name, BasicFileAttributes.class, NOFOLLOW_LINKS));
    // to read and to write: that never waits for the other end of a pipe put there meanwhile
    return FileChannel.open(name, READ, WRITE, NOFOLLOW_LINKS);
  }

  private static OwnFile checked(Path name, FileChannel channel, Check check) throws IOException {
    try {
      OwnFile file = new OwnFile(name, channel);
      check.of(file);
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What is asked of a file before it is used. */
  private interface Check {
    void of(OwnFile file) throws IOException;
  }

  /**
   * Makes sure that it belongs to the user of this process.
   *
   * @throws NotOursException otherwise
   */
  public void requireOurs() throws IOException {
    requireSingleFile();
    if ((Integer) attribute("uid") != Environment.processUser()) {
      throw new NotOursException(name, "it belongs to " + attributes().owner().getName());
    }
  }

  private void requireSingleFile() throws IOException {
    requireRegular(name, basicAttributes());
    if ((Integer) attribute("nlink") > 1) {
      throw new NotOursException(name, "it has another name too (a hard link)");
    }
  }

  private static void requireRegular(Path name, BasicFileAttributes attributes)
      throws NotOursException {
    if (attributes.isSymbolicLink()) {
      throw new NotOursException(name, "it is a symbolic link");
    }
    if (!attributes.isRegularFile()) {
      throw new NotOursException(name, "it is not a file");
    }
  }

  /** The open descriptor, to read and to write. It is closed with this. */
  public FileChannel channel() {
    return channel;
  }

  private PosixFileAttributes attributes() throws IOException {
    return Files.readAttributes(descriptor, PosixFileAttributes.class, options());
  }

  /** Sets who may do what. */
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    Files.setAttribute(descriptor, "posix:permissions", permissions, options());
  }

  /**
   * Takes over group and owner of another file.
   *
   * @return false when the system does not allow all of it
   */
  public boolean giveTo(PosixFileAttributes other) throws IOException {
    PosixFileAttributes now = attributes();
    try {
      if (!now.group().equals(other.group())) {
        Files.setAttribute(descriptor, "posix:group", other.group(), options());
      }
      if (!now.owner().equals(other.owner())) {
        Files.setAttribute(descriptor, "posix:owner", other.owner(), options());
      }
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  /** What tells it from every other file of this machine; null where nothing does. */
  public Object key() throws IOException {
    return basicAttributes().fileKey();
  }

  /** Whether a name leads to this very file, and not by a link. */
  public boolean isAt(Path other) throws IOException {
    Object there = Files.readAttributes(other, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
    return there == null || there.equals(key());
  }

  private BasicFileAttributes basicAttributes() throws IOException {
    return Files.readAttributes(descriptor, BasicFileAttributes.class, options());
  }

  private Object attribute(String attribute) throws IOException {
    return Files.getAttribute(descriptor, "unix:" + attribute, options());
  }

  /** What stands for a descriptor is a link, which must be followed; a name is not. */
  private LinkOption[] options() {
    return descriptor.equals(name) ? new LinkOption[] {NOFOLLOW_LINKS} : new LinkOption[0];
  }

  /** Finds the descriptor of a channel: the only one at a position that is set for this. */
  private static Path find(FileChannel channel) throws IOException {
    long before = channel.position();
    try {
      while (true) {
        int position = ThreadLocalRandom.current().nextInt(1 << 20, Integer.MAX_VALUE);
        channel.position(position);
        Path found = null;
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(POSITIONS)) {
          for (Path each : all) {
            if (isAt(each, position)) {
              found = DESCRIPTORS.resolve(each.getFileName());
              count++;
            }
          }
        }
        if (count == 1) {
          return found;
        }
        if (count == 0) {
          throw new FileSystemException(
              POSITIONS.toString(), null, "the descriptors of this process cannot be seen there");
        }
      }
    } finally {
      channel.position(before);
    }
  }

  private static boolean isAt(Path info, int position) {
    try {
      return Files.readString(info).startsWith("pos:\t" + position + "\n");
    } catch (IOException e) {
      // closed meanwhile, so not ours
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
