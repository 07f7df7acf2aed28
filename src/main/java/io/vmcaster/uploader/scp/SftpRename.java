package io.vmcaster.uploader.scp;

import io.vmcaster.context.RemoteFile;
import java.io.IOException;
import java.util.Optional;

/**
 * Renames over an existing file. With OpenSSH's extension that is one step. Without it the protocol
 * leaves open whether a rename replaces; many servers do, so that is tried first. Where it is
 * refused, the old file steps aside, the new one takes its name, and the old one is removed once
 * the new one is seen there: for the time between two requests there is no file. When the second
 * step fails, the old file is put back; when the connection broke, by whoever looks for it next,
 * over a new connection, in this run or another. One that is no longer needed is removed.
 */
final class SftpRename {

  private static final String ATOMIC = "posix-rename@openssh.com";
  private static final String ASIDE = ".vmcaster-old";

  private final SftpClient client;

  SftpRename(SftpClient client) {
    this.client = client;
  }

  /** Renames, whether or not something has the new name; a directory there stays. */
  void replace(String from, String to) throws IOException, SftpStatus {
    if (client.has(ATOMIC)) {
      client.command(client.extended(ATOMIC).text(from).text(to));
      return;
    }
    try {
      plain(from, to);
    } catch (SftpStatus e) {
      if (!isFile(from) || !isFile(to)) {
        throw e;
      }
      swap(from, to);
    }
    if (isFile(to)) {
      remove(to + ASIDE);
    }
  }

  /**
   * Puts back a file that stepped aside and whose successor never came.
   *
   * @param path where nothing is
   * @return whether there was one
   */
  boolean putBack(String path) throws IOException {
    if (client.has(ATOMIC) || path.endsWith(ASIDE) || !isFile(path + ASIDE)) {
      return false;
    }
    try {
      plain(path + ASIDE, path);
      return true;
    } catch (SftpStatus e) {
      return false; // somebody was quicker, or the server does not let us
    }
  }

  private void swap(String from, String to) throws IOException, SftpStatus {
    remove(to + ASIDE);
    plain(to, to + ASIDE);
    try {
      plain(from, to);
    } catch (SftpStatus e) {
      plain(to + ASIDE, to);
      throw e;
    }
  }

  private void plain(String from, String to) throws IOException, SftpStatus {
    client.command(client.request(SftpRequest.RENAME).text(from).text(to));
  }

  private boolean isFile(String path) throws IOException {
    try {
      Optional<RemoteFile> file = client.stat(path);
      return file.isPresent() && !file.get().directory();
    } catch (SftpStatus e) {
      return false;
    }
  }

  /** Nothing there is as good as removed. */
  private void remove(String path) throws IOException {
    client.ask(client.request(SftpRequest.REMOVE).text(path));
  }
}
