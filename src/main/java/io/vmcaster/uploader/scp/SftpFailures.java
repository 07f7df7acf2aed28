package io.vmcaster.uploader.scp;

import io.vmcaster.error.Failure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import java.io.IOException;
import java.util.Locale;

/** Turns what an SFTP server says into failures that tell what to do. */
final class SftpFailures {

  /** SSH_FX_NO_SPACE_ON_FILESYSTEM and SSH_FX_QUOTA_EXCEEDED of later versions. */
  private static final int NO_SPACE = 14;

  private static final int QUOTA = 15;
  private static final String SPACE =
      "Make room there, or ask for more, and run the command again.";

  private final SshConnection connection;

  SftpFailures(SshConnection connection) {
    this.connection = connection;
  }

  /** The connection broke, or nothing came; it is not used again. */
  Failure broken(String verb, String path, IOException e) {
    connection.abort();
    return SshFailures.broken(connection.host(), "cannot " + verb + " " + where(path), e);
  }

  /** The server said no. */
  Failure refused(String verb, String path, SftpStatus e) {
    String tried = "cannot " + verb + " " + where(path) + ": ";
    return switch (e.code()) {
      case SftpReply.NO_SUCH_FILE ->
          new TransferFailure(
              tried + "there is no such file or directory",
              "See that the directory "
                  + directory(path)
                  + " exists there, or correct writeprefix"
                  + " in the configuration.",
              e);
      case SftpReply.PERMISSION_DENIED ->
          new TransferFailure(
              tried + "permission denied",
              "Let the user \"" + connection.host().user() + "\" write in " + directory(path) + ".",
              e);
      default -> other(tried, e);
    };
  }

  /** The server could not store data; its words rarely tell why, a full disk most often. */
  Failure unwritten(String path, SftpStatus e) {
    if (e.code() == SftpReply.PERMISSION_DENIED || e.code() == SftpReply.UNSUPPORTED) {
      return refused("write", path, e);
    }
    return new TemporaryFailure(
        "cannot write "
            + where(path)
            + ": the server could not store the data ("
            + words(e)
            + "); its disk may be full",
        SPACE,
        e);
  }

  /** Something that this program found out itself. */
  TransferFailure wrong(String verb, String path, String why, String advice) {
    return new TransferFailure("cannot " + verb + " " + where(path) + ": " + why, advice);
  }

  private static Failure other(String tried, SftpStatus e) {
    if (isSpace(e)) {
      return new TemporaryFailure(tried + words(e), SPACE, e);
    }
    return new TransferFailure(
        tried + "the server refuses (" + words(e) + ")",
        "See the server's log, or try the same by hand with sftp.",
        e);
  }

  private static boolean isSpace(SftpStatus e) {
    String words = words(e).toLowerCase(Locale.ROOT);
    return e.code() == NO_SPACE
        || e.code() == QUOTA
        || words.contains("no space")
        || words.contains("quota")
        || words.contains("disk full");
  }

  private static String words(SftpStatus e) {
    return e.getMessage().isBlank() ? "code " + e.code() : e.getMessage().strip();
  }

  private String where(String path) {
    return connection.host().name() + ":" + path;
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "the home directory" : path.substring(0, Math.max(slash, 1));
  }
}
