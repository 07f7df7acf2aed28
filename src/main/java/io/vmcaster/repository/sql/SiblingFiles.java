package io.vmcaster.repository.sql;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Repository.Lock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies beside a SQLite file: the directory of its lock files, and copies. They take its group
 * and mode, whatever the umask, so that whoever may change the one may change the others; SQLite
 * does the same for its journal. They are beside the file itself, not beside a link to it.
 *
 * @param database the file, which need not exist yet
 */
public record SiblingFiles(Path database) {

  private static final int MAX_LINKS = 40;
  private static final int LONGEST_HOLDER = 1000;

  /** The file that a name leads to, by whatever links and dots; it need not be there. */
  static Path real(Path name) {
    Path path = name.toAbsolutePath();
    try {
      for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(path); links++) {
        path = path.resolveSibling(Files.readSymbolicLink(path));
      }
      return Files.exists(path)
          ? path.toRealPath()
          : path.getParent().toRealPath().resolve(path.getFileName());
    } catch (IOException e) {
      return path; // SQLite will say what is wrong with it
    }
  }

  private Optional<PosixFileAttributes> attributes() throws IOException {
    try {
      return Optional.of(Files.readAttributes(database, PosixFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A new file with the database's mode, and its group as far as the system allows it. */
  public OwnFile create(Path file) throws IOException {
    Optional<PosixFileAttributes> model = attributes();
    OwnFile created =
        OwnFile.create(
            file, model.map(PosixFileAttributes::permissions).orElse(OwnFile.READABLE_BY_ALL));
    if (model.isPresent()) {
      created.giveTo(model.get());
    }
    return created;
  }

  /**
   * Says that the database is somebody else's, which may be an error or a trap: whoever works in a
   * directory that everybody may write finds a dish.db there that anybody made. A team's file,
   * which its group may write, counts as ours.
   */
  Optional<String> foreignOwner() {
    try {
      Optional<PosixFileAttributes> found = attributes();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      int owner = (Integer) Files.getAttribute(database, "unix:uid");
      boolean team =
          found.get().permissions().contains(PosixFilePermission.GROUP_WRITE)
              && !found.get().permissions().contains(PosixFilePermission.OTHERS_WRITE)
              && Files.isWritable(database)
              && !Files.getPosixFilePermissions(database.getParent())
                  .contains(PosixFilePermission.OTHERS_WRITE);
      return owner == 0 || owner == Environment.processUser() || team
          ? Optional.empty()
          : Optional.of(
              "the database %s belongs to %s, who decides what is in it"
                  .formatted(database, found.get().owner().getName()));
    } catch (IOException e) {
      return Optional.empty(); // SQLite will say what is wrong with it
    }
  }

  private Path lockDirectory() {
    return database.resolveSibling(database.getFileName() + ".locks");
  }

  /**
   * Opens a lock file, and makes it if it is not there.
   *
   * @throws ConfigurationFailure when it cannot be, or when somebody else made it who shares
   *     nothing with the database
   */
  OwnFile openLock(String name, String what) {
    Path file = lockDirectory().resolve(name);
    try {
      requireOneName();
      makeLockDirectory();
      return Files.exists(file, NOFOLLOW_LINKS) ? OwnFile.openShared(file) : createLock(file);
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "cannot lock " + what + " with " + file + ": " + reason(e),
          ("Whoever may write %s must be able to write %s and the files in it: chmod and chgrp"
                  + " them like the database, or remove what is not ours.")
              .formatted(database, file.getParent()),
          e);
    }
  }

  private OwnFile createLock(Path file) throws IOException {
    try {
      return create(file);
    } catch (FileAlreadyExistsException e) {
      return OwnFile.openShared(file); // another run was faster
    }
  }

  /** SQLite would keep a journal for each name, and so lose what was half done under another. */
  private void requireOneName() throws IOException {
    if (attributes().isPresent() && (Integer) Files.getAttribute(database, "unix:nlink") > 1) {
      throw new FileSystemException(
          database.toString(), null, "the database has another name too (a hard link)");
    }
  }

  private void makeLockDirectory() throws IOException {
    Path directory = lockDirectory();
    Optional<PosixFileAttributes> model = attributes();
    if (Files.notExists(directory, NOFOLLOW_LINKS)) {
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        return; // another run was faster
      }
      if (model.isPresent()) {
        share(directory, model.get());
      }
    }
    if (model.isPresent()) {
      requireShared(directory, model.get());
    }
  }

  /** By the open directory: whoever puts something else in its place changes nothing. */
  private static void share(Path directory, PosixFileAttributes model) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(model.permissions());
    permissions.addAll(PosixFilePermissions.fromString("rwx------"));
    if (permissions.contains(PosixFilePermission.GROUP_READ)) {
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    try (DirectoryStream<Path> above = Files.newDirectoryStream(directory.getParent());
        SecureDirectoryStream<Path> held =
            ((SecureDirectoryStream<Path>) above)
                .newDirectoryStream(directory.getFileName(), NOFOLLOW_LINKS)) {
      if (held.iterator().hasNext()) {
        throw new FileSystemException(
            directory.toString(), null, "another directory was put in its place");
      }
      share(held.getFileAttributeView(PosixFileAttributeView.class), model, permissions);
    }
  }

  private static void share(
      PosixFileAttributeView view, PosixFileAttributes model, Set<PosixFilePermission> permissions)
      throws IOException {
    try {
      view.setGroup(model.group());
      if (Environment.processUser() == 0) {
        view.setOwner(model.owner());
      }
    } catch (FileSystemException e) {
      // a group of which this user is no member; the directory may have given it already
      permissions.removeIf(each -> each.name().startsWith("GROUP_WRITE"));
    }
    view.setPermissions(permissions);
  }

  private static void requireShared(Path directory, PosixFileAttributes model) throws IOException {
    PosixFileAttributes there =
        Files.readAttributes(directory, PosixFileAttributes.class, NOFOLLOW_LINKS);
    if (!there.isDirectory()) {
      throw new FileSystemException(directory.toString(), null, "it is not a directory");
    }
    int owner = (Integer) Files.getAttribute(directory, "unix:uid", NOFOLLOW_LINKS);
    boolean known =
        owner == 0
            || owner == Environment.processUser()
            || there.owner().equals(model.owner())
            || there.group().equals(model.group());
    if (!known) {
      throw new FileSystemException(
          directory.toString(), null, "it belongs to " + there.owner().getName());
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
  }

  /**
   * A lock on an item: a locked file beside the database. The system lets go of it when a process
   * dies, however it dies. Who holds it is written into it, behind the byte that is locked.
   *
   * @param messages is told of a long wait
   */
  Lock lock(Item item, Duration wait, String purpose, Messages messages) {
    FileChannel channel = openLock(name(item), item.kind().label() + " " + item.text()).channel();
    try {
      LockWait.acquire(
          wait, messages, () -> tryLock(channel), () -> LockWait.held(item, read(channel)));
    } catch (RuntimeException e) {
      close(channel);
      throw e;
    }
    write(
        channel,
        " " + LockWait.holder(purpose) + " since " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return () -> {
      write(channel, "");
      close(channel);
    };
  }

  /** A file name for any identifier, however long and whatever is in it. */
  private static String name(Item item) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(item.text().getBytes(StandardCharsets.UTF_8));
      return item.kind().flag() + "-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Null when another process, or another thread of this one, has it. */
  private static FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock(0, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "the file system of the database cannot lock files: " + e.getMessage(), null, e);
    }
  }

  private static void write(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      // The lock is held all the same; only who holds it cannot be told.
      return;
    }
  }

  private static String read(FileChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HOLDER);
    try {
      channel.read(buffer, 1);
    } catch (IOException e) {
      return "another run";
    }
    String holder = StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
    return holder.isEmpty() ? "another run" : "another run: " + holder;
  }

  /** Lets go of the lock, too. */
  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The process is about to end, and the lock with it.
      return;
    }
  }

  /**
   * What has the name of a file of SQLite and is none that it opens, with what to do; empty when
   * nothing is.
   */
  Optional<String> inTheWay() {
    for (String ending : List.of("-journal", "-wal", "-shm")) {
      Path file = database.resolveSibling(database.getFileName() + ending);
      boolean there = Files.exists(file, NOFOLLOW_LINKS);
      if (there && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
        String what = Files.isSymbolicLink(file) ? "a symbolic link" : "no file";
        return Optional.of(
            file + " is in the way, which is " + what + ": see who made it, and remove it");
      }
      if (there && !(Files.isReadable(file) && Files.isWritable(file))) {
        return Optional.of(file + " is closed to you: chmod and chgrp it like the database");
      }
    }
    return Optional.empty();
  }

  /** What keeps this user from locking anything, in words; empty when nothing does. */
  Optional<String> obstacle() {
    Optional<String> inTheWay = inTheWay();
    if (inTheWay.isPresent()) {
      return inTheWay;
    }
    Path directory = lockDirectory();
    if (Files.notExists(directory, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS) || !Files.isWritable(directory)) {
      return Optional.of(directory + " cannot be written: chmod and chgrp it like the database");
    }
    try (var files = Files.list(directory)) {
      List<Path> closed = files.filter(file -> !Files.isWritable(file)).sorted().toList();
      return closed.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%s in %s cannot be written: chmod and chgrp all there like the database"
                  .formatted(Messages.count(closed.size(), "lock file"), directory));
    } catch (IOException e) {
      return Optional.of(directory + " cannot be read: " + reason(e));
    }
  }
}
