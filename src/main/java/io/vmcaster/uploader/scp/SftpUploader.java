package io.vmcaster.uploader.scp;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.Failure;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files on a server by SFTP. A new file is open to all readers and on the server's disk when it is
 * committed, where the server can say so. A symbolic link in the place of the file is itself
 * replaced.
 */
final class SftpUploader implements Uploader {

  private static final int PUBLIC = 0644;

  private final SshConnection connection;
  private final SftpClient client;
  private final SftpFailures failures;
  private final SftpRename rename;

  SftpUploader(SshConnection connection, SftpClient client) {
    this.connection = connection;
    this.client = client;
    this.failures = new SftpFailures(connection);
    this.rename = new SftpRename(client);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAM, Capability.APPEND, Capability.LIST);
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    return attempt("look at", path, () -> lookAt(path));
  }

  private Optional<RemoteFile> lookAt(String path) throws IOException, SftpStatus {
    try {
      return client.stat(path);
    } catch (SftpStatus e) {
      if (e.code() == SftpReply.NO_SUCH_FILE) {
        return rename.putBack(path) ? client.stat(path) : Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    return attempt("list", directory, () -> entries(directory));
  }

  private Map<String, RemoteFile> entries(String directory) throws IOException, SftpStatus {
    Map<String, RemoteFile> files = new TreeMap<>();
    List<String> unclear = new ArrayList<>();
    try {
      readDirectory(directory, files, unclear);
    } catch (SftpStatus e) {
      if (e.code() != SftpReply.NO_SUCH_FILE) {
        throw e;
      }
    }
    String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
    for (String name : unclear) {
      lookAt(prefix + name).ifPresent(file -> files.put(name, file));
    }
    return files;
  }

  private void readDirectory(String directory, Map<String, RemoteFile> files, List<String> unclear)
      throws IOException, SftpStatus {
    String path = directory.isEmpty() ? "." : directory;
    byte[] handle = client.open(client.request(SftpRequest.OPENDIR).text(path));
    SftpReply names = client.ask(client.request(SftpRequest.READDIR).bytes(handle));
    while (names.type() == SftpReply.NAME) {
      for (int i = names.number(); i > 0; i--) {
        String name = names.text();
        names.bytes();
        RemoteFile file = names.file();
        if (file == null) {
          unclear.add(name);
        } else if (!name.equals(".") && !name.equals("..")) {
          files.put(name, file);
        }
      }
      names = client.ask(client.request(SftpRequest.READDIR).bytes(handle));
    }
    client.close(handle);
  }

  @Override
  public Upload create(String path, long size) {
    byte[] handle = attempt("create", path, () -> createPublic(path));
    return new SftpUpload(client, failures, connection.timeout(), path, handle, 0);
  }

  private byte[] createPublic(String path) throws IOException, SftpStatus {
    byte[] handle;
    try {
      int flags = SftpRequest.FOR_WRITING | SftpRequest.CREATE | SftpRequest.EXCLUSIVE;
      handle = client.open(open(path, flags));
    } catch (SftpStatus e) {
      if (e.code() != SftpReply.NO_SUCH_FILE && lookAt(path).isPresent()) {
        throw failures.wrong(
            "create",
            path,
            "something has that name",
            "See what it is, and remove it if it may go.");
      }
      throw e;
    }
    // The server's umask may have taken permissions away. A server that has none need not obey.
    client.ask(client.request(SftpRequest.FSETSTAT).bytes(handle).permissions(PUBLIC));
    return handle;
  }

  @Override
  public Upload append(String path, long offset) {
    byte[] handle = attempt("continue", path, () -> openShort(path, offset));
    return new SftpUpload(client, failures, connection.timeout(), path, handle, offset);
  }

  private byte[] openShort(String path, long offset) throws IOException, SftpStatus {
    byte[] handle = client.open(open(path, SftpRequest.FOR_WRITING));
    if (lookAt(path).map(RemoteFile::size).orElse(-1L) != offset) {
      client.close(handle);
      throw failures.wrong(
          "continue",
          path,
          "it does not have " + offset + " bytes any more",
          "See whether another program writes there.");
    }
    return handle;
  }

  @Override
  public InputStream read(String path) {
    byte[] handle = attempt("read", path, () -> openToRead(path));
    return new SftpInput(client, handle);
  }

  private byte[] openToRead(String path) throws IOException, SftpStatus {
    try {
      return client.open(open(path, SftpRequest.FOR_READING));
    } catch (SftpStatus e) {
      if (e.code() == SftpReply.NO_SUCH_FILE && rename.putBack(path)) {
        return client.open(open(path, SftpRequest.FOR_READING));
      }
      throw e;
    }
  }

  private SftpRequest open(String path, int flags) {
    return client.request(SftpRequest.OPEN).text(path).number(flags).permissions(PUBLIC);
  }

  @Override
  public void rename(String from, String to) {
    attempt(
        "rename",
        from,
        () -> {
          rename.replace(from, to);
          return to;
        });
  }

  @Override
  public void remove(String path) {
    attempt(
        "remove",
        path,
        () -> {
          removeFile(path);
          return path;
        });
  }

  private void removeFile(String path) throws IOException, SftpStatus {
    try {
      client.command(client.request(SftpRequest.REMOVE).text(path));
    } catch (SftpStatus e) {
      if (e.code() != SftpReply.NO_SUCH_FILE) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private <T> T attempt(String verb, String path, FailPoint<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw failures.broken(verb, path, e);
    } catch (SftpStatus e) {
      throw failure(verb, path, e);
    }
  }

  private Failure failure(String verb, String path, SftpStatus e) {
    return failures.refused(verb, path, e);
  }

  /** A piece of the conversation. */
  @FunctionalInterface
  private interface FailPoint<T> {
    T run() throws IOException, SftpStatus;
  }
}
