package io.vmcaster.uploader.scp;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files on a server that has no SFTP: the old scp protocol, and a handful of commands that every
 * Unix has. They are written so that shells of all families read them alike.
 */
final class LegacyUploader implements Uploader {

  private static final String DIRECTORY = "directory";
  private static final String ABSENT = "absent";

  private final SshConnection connection;
  private final RemoteShell shell;

  LegacyUploader(SshConnection connection) {
    this.connection = connection;
    this.shell = new RemoteShell(connection);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    String name = RemoteShell.quote(path);
    RemoteShell.Result result =
        shell.run(
            "look at",
            path,
            "test -d "
                + name
                + " && echo "
                + DIRECTORY
                + " || test -e "
                + name
                + " && env LC_ALL=C ls -ldnL "
                + name
                + " || test -e "
                + name
                + " || echo "
                + ABSENT);
    String line = result.output().substring(result.output().lastIndexOf('\n') + 1);
    if (line.equals(ABSENT)) {
      return Optional.empty();
    }
    if (result.output().lines().anyMatch(DIRECTORY::equals)) {
      return Optional.of(new RemoteFile(0, true));
    }
    return Optional.of(new RemoteFile(size(path, line, result), false));
  }

  /** The fifth word of what POSIX says that {@code ls -ln} prints. */
  private long size(String path, String line, RemoteShell.Result result) {
    String[] words = line.strip().split(" +", 6);
    try {
      return Long.parseLong(words.length > 5 ? words[4] : "");
    } catch (NumberFormatException e) {
      throw shell.refused("look at", path, result.complaints());
    }
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    throw new UnsupportedOperationException("the old scp protocol lists no directories");
  }

  @Override
  public Upload create(String path, long size) {
    if (size < 0) {
      throw new UnsupportedOperationException("the old scp protocol needs the size first");
    }
    try {
      // With -p the mode that is sent holds, whatever the umask there.
      SshChannel channel = shell.start("scp -p -t " + RemoteShell.quote(path));
      return new LegacyUpload(shell, channel, path, size);
    } catch (IOException e) {
      throw shell.broken("create", path, e);
    }
  }

  @Override
  public Upload append(String path, long offset) {
    throw new UnsupportedOperationException("the old scp protocol continues no files");
  }

  @Override
  public InputStream read(String path) {
    String name = RemoteShell.quote(path);
    try {
      run("read", path, "test -f " + name + " && test -r " + name, "there is no file to read");
      return shell.start("cat " + name).file();
    } catch (IOException e) {
      throw shell.broken("read", path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    String source = RemoteShell.quote(from);
    String target = RemoteShell.quote(to);
    // A directory in the way would swallow the file.
    run(
        "rename",
        from,
        "test ! -d " + target + " && mv -f " + source + " " + target,
        "a directory has the name " + to);
  }

  @Override
  public void remove(String path) {
    run("remove", path, "rm -f " + RemoteShell.quote(path), "");
  }

  private void run(String verb, String path, String command, String otherwise) {
    RemoteShell.Result result = shell.run(verb, path, command);
    if (result.status() != 0) {
      String complaint = result.complaints();
      throw shell.refused(verb, path, complaint.isEmpty() ? otherwise : complaint);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
