package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntrySelector;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import io.vmcaster.context.Messages;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Files on a server by SFTP, which JSch speaks. A new file is open to all readers. A symbolic link
 * in the place of the file is itself replaced.
 *
 * <p>JSch opens files without asking that they be new, sets permissions by path, and cannot ask for
 * the bytes to be on the server's disk. So a new file is looked for before it is opened, and its
 * name has to be one that nobody can guess: in a directory in which others may write, somebody who
 * knew it could put a link there in between. A server that loses power right after a rename may
 * have the new name before the bytes.
 *
 * <p>A rename over an existing file is one step with OpenSSH's extension. Without it the protocol
 * leaves open whether a rename replaces; many servers do, so that is tried first. Where it is
 * refused, the old file steps aside, the new one takes its name, and the old one is removed once
 * the new one is seen there: for the time between two requests there is no file. When the second
 * step fails, the old file is put back; when the connection broke, by whoever looks for it next,
 * over a new connection, in this run or another.
 */
final class SftpUploader implements Uploader {

  private static final String ATOMIC = "posix-rename@openssh.com";
  private static final int PUBLIC = 0644;
  private static final int MOST_NAMES = 200_000;

  /** What JSch puts before the words of a server. */
  static final String STATUS = "(?s)(SSH_FX_\\w+|Unknown code: \\(-?\\d+\\)): ";

  private final SshConnection connection;
  private final Messages messages;
  private ChannelSftp channel;
  private boolean warned;

  /**
   * Goes on with an open channel.
   *
   * @param messages is told when consumers miss a list for a moment
   */
  SftpUploader(SshConnection connection, ChannelSftp channel, Messages messages) {
    this.connection = connection;
    this.channel = channel;
    this.messages = messages;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAM, Capability.APPEND, Capability.LIST);
  }

  /** Whether a rename replaces without the extension, only one over a file would tell. */
  @Override
  public List<String> warnings() {
    return isAtomic()
        ? List.of()
        : List.of(
            connection.host().display()
                + " has no posix-rename@openssh.com: unless its rename replaces a file, consumers"
                + " miss the list for a moment each time it is published; OpenSSH's own sftp-server"
                + " does without");
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    return attempt("look at", path, () -> lookAt(path));
  }

  private Optional<RemoteFile> lookAt(String path) throws SftpException {
    Optional<RemoteFile> file = look(path);
    return file.isEmpty() && putBack(path) ? look(path) : file;
  }

  private Optional<RemoteFile> look(String path) throws SftpException {
    return find(Optional.empty(), () -> file(channel.stat(remote(path))));
  }

  /** Empty when a server does not tell what it is, or that it is a link. */
  private static Optional<RemoteFile> file(SftpATTRS told) {
    boolean sized = (told.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_SIZE) != 0;
    return told.isLink() || !(told.isDir() || sized)
        ? Optional.empty()
        : Optional.of(new RemoteFile(Math.max(told.getSize(), 0), told.isDir()));
  }

  private boolean isFile(String path) throws SftpException {
    return look(path).filter(file -> !file.directory()).isPresent();
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    return attempt("list", directory, () -> entries(directory));
  }

  private Map<String, RemoteFile> entries(String directory) throws SftpException {
    Map<String, RemoteFile> files = new TreeMap<>();
    List<String> unclear = new ArrayList<>();
    LsEntrySelector each =
        entry -> {
          Optional<RemoteFile> file = file(entry.getAttrs());
          String name = entry.getFilename();
          if (file.isEmpty()) {
            unclear.add(name);
          } else if (!name.equals(".") && !name.equals("..") && name.indexOf('/') < 0) {
            files.put(name, file.get());
          }
          return files.size() + unclear.size() < MOST_NAMES
              ? LsEntrySelector.CONTINUE
              : LsEntrySelector.BREAK;
        };
    find(
        files,
        () -> {
          channel.ls(remote(directory), each);
          return files;
        });
    if (files.size() + unclear.size() >= MOST_NAMES) {
      throw SshFailures.wrong(
          connection,
          "list",
          directory,
          "it has more than " + MOST_NAMES + " names",
          "See what is there.");
    }
    String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
    for (String name : unclear) {
      lookAt(prefix + name).ifPresent(file -> files.put(name, file));
    }
    return files;
  }

  @Override
  public Upload create(String path, long size) {
    return new SftpUpload(this, path, attempt("create", path, () -> createPublic(path)));
  }

  private OutputStream createPublic(String path) throws SftpException {
    if (isThere(path)) {
      throw SshFailures.wrong(
          connection,
          "create",
          path,
          "something has that name",
          "See what it is, and remove it if it may go.");
    }
    OutputStream file = channel.put(remote(path), ChannelSftp.OVERWRITE);
    try {
      channel.chmod(PUBLIC, remote(path));
    } catch (SftpException e) {
      requireRefusal(e); // a server that has no permissions need not obey
    }
    return file;
  }

  private boolean isThere(String path) throws SftpException {
    return find(null, () -> channel.lstat(remote(path))) != null;
  }

  @Override
  public Upload append(String path, long offset) {
    return new SftpUpload(
        this,
        path,
        attempt(
            "continue",
            path,
            () -> {
              // without a file JSch would make one
              Optional<RemoteFile> file = file(channel.stat(remote(path)));
              if (file.filter(f -> f.size() == offset && !f.directory()).isEmpty()) {
                throw SshFailures.wrong(
                    connection,
                    "continue",
                    path,
                    "it does not have " + Messages.count(offset, "byte") + " any more",
                    "See whether another program writes there.");
              }
              return channel.put(remote(path), ChannelSftp.APPEND);
            }));
  }

  @Override
  public InputStream read(String path) {
    return new SftpInput(
        this,
        attempt(
            "read",
            path,
            () -> {
              if (!isThere(path)) {
                putBack(path);
              }
              return channel.get(remote(path));
            }));
  }

  @Override
  public void rename(String from, String to) {
    attempt(
        "rename",
        from,
        () -> {
          try {
            move(from, to);
          } catch (SftpException e) {
            if (isAtomic() || !isRefusal(e) || !isFile(from) || !isFile(to)) {
              throw e;
            }
            swap(from, to);
          }
          if (!isAtomic() && isFile(to)) {
            delete(to + ASIDE);
          }
          return to;
        });
  }

  private void swap(String from, String to) throws SftpException {
    if (!warned) {
      warned = true;
      messages.warn(
          connection.host().display()
              + " replaces no file in one step: consumers miss the list for a moment; a server"
              + " with posix-rename@openssh.com, as OpenSSH's own sftp-server, does without");
    }
    delete(to + ASIDE);
    move(to, to + ASIDE);
    try {
      move(from, to);
    } catch (SftpException e) {
      move(to + ASIDE, to);
      throw e;
    }
  }

  /** Puts back a file that stepped aside and whose successor never came; whether there was one. */
  private boolean putBack(String path) throws SftpException {
    if (isAtomic() || path.endsWith(ASIDE) || !isFile(path + ASIDE)) {
      return false;
    }
    try {
      move(path + ASIDE, path);
      return true;
    } catch (SftpException e) {
      requireRefusal(e); // somebody was quicker, or may not
      return false;
    }
  }

  private boolean isAtomic() {
    return "1".equals(channel.getExtension(ATOMIC));
  }

  private void move(String from, String to) throws SftpException {
    channel.rename(remote(from), remote(to));
  }

  @Override
  public void remove(String path) {
    attempt("remove", path, () -> delete(path));
  }

  private boolean delete(String path) throws SftpException {
    return find(
        false,
        () -> {
          channel.rm(remote(path));
          return true;
        });
  }

  /** As JSch wants names: absolute, and with what would be a pattern escaped. */
  private String remote(String path) throws SftpException {
    String home = path.startsWith("/") ? "" : channel.getHome() + "/";
    return (home + path).replaceAll("[*?\\\\]", "\\\\$0");
  }

  @Override
  public Optional<String> identification() {
    return Optional.of(SshConnection.IDENTIFICATION);
  }

  @Override
  public boolean isUsable() {
    return connection.isAlive();
  }

  @Override
  public void close() {
    connection.close();
  }

  /** Gives the channel up: what comes on it answers something that was given up, too. */
  void drop() {
    channel.disconnect();
  }

  SshConnection connection() {
    return connection;
  }

  /** Whether the server said no, and not JSch that it does not understand what came. */
  static boolean isRefusal(SftpException e) {
    return String.valueOf(e.getMessage()).matches(STATUS + ".*");
  }

  private static void requireRefusal(SftpException e) throws SftpException {
    if (!isRefusal(e)) {
      throw e;
    }
  }

  /** A request for something that may be missing. */
  private interface Request<T> {
    T run() throws SftpException;
  }

  private static <T> T find(T ifMissing, Request<T> request) throws SftpException {
    try {
      return request.run();
    } catch (SftpException e) {
      if (isRefusal(e) && e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return ifMissing;
      }
      throw e;
    }
  }

  private <T> T attempt(String verb, String path, Callable<T> step) {
    try {
      return connection.within(
          () -> {
            if (!channel.isConnected()) {
              channel = connection.sftp();
            }
            return step.call();
          });
    } catch (SftpException e) {
      throw SshFailures.refused(connection, verb, path, e);
    } catch (IOException e) {
      throw connection.broken(verb, path, e);
    }
  }
}
