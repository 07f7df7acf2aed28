package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.util.Locale;

/** Turns what an SFTP server says into failures that tell what to do. */
record SftpFailures(SshConnection connection) {

  /** SSH_FX_NO_SPACE_ON_FILESYSTEM and SSH_FX_QUOTA_EXCEEDED of later versions. */
  private static final int NO_SPACE = 14;

  private static final int QUOTA = 15;
  private static final String SPACE =
      "Make room there, or ask for more, and run the command again.";

  /** What JSch puts before the words of a server. */
  private static final String STATUS = "(?s)(SSH_FX_\\w+|Unknown code: \\(-?\\d+\\)): ";

  /** Whether the server said no, and not JSch that it does not understand what came. */
  static boolean isRefusal(SftpException e) {
    return String.valueOf(e.getMessage()).matches(STATUS + ".*");
  }

  /** A value in place of a refusal of some kind; any other is thrown. */
  static <T> T insteadOf(T value, int code, SftpException e) throws SftpException {
    if (isRefusal(e) && e.id == code) {
      return value;
    }
    throw e;
  }

  /** The server said no, or nothing that makes sense; then the connection is not used again. */
  Failure of(String verb, String path, SftpException e) {
    if (!isRefusal(e)) {
      return connection.broken(verb, path, e);
    }
    String tried = "cannot " + verb + " " + connection.where(path) + ": ";
    return switch (e.id) {
      case ChannelSftp.SSH_FX_NO_SUCH_FILE ->
          new TransferFailure(
              tried + "there is no such file or directory",
              "See that the directory %s exists there, or correct writeprefix in the configuration."
                  .formatted(directory(path)),
              e);
      case ChannelSftp.SSH_FX_PERMISSION_DENIED ->
          new TransferFailure(
              tried + "permission denied",
              "Let the user \"%s\" write in %s."
                  .formatted(connection.host().user(), directory(path)),
              e);
      default ->
          isSpace(e)
              ? new TemporaryFailure(tried + words(e), SPACE, e)
              : new TransferFailure(
                  tried + "the server refuses (" + words(e) + ")",
                  "See the server's log, or try the same by hand with sftp.",
                  e);
    };
  }

  /** The server could not store data; its words rarely tell why, a full disk most often. */
  Failure unwritten(String path, Exception e) {
    Throwable reason = e instanceof SftpException ? e : e.getCause();
    if (!(reason instanceof SftpException said) || !isRefusal(said)) {
      return connection.broken("write", path, e);
    }
    if (said.id == ChannelSftp.SSH_FX_PERMISSION_DENIED
        || said.id == ChannelSftp.SSH_FX_OP_UNSUPPORTED) {
      return of("write", path, said);
    }
    return new TemporaryFailure(
        "cannot write %s: the server could not store the data (%s); its disk may be full"
            .formatted(connection.where(path), words(said)),
        SPACE,
        e);
  }

  /** Something that this program found out itself. */
  TransferFailure wrong(String verb, String path, String why, String advice) {
    return new TransferFailure(
        "cannot " + verb + " " + connection.where(path) + ": " + why, advice);
  }

  private static boolean isSpace(SftpException e) {
    String words = words(e).toLowerCase(Locale.ROOT);
    return e.id == NO_SPACE || e.id == QUOTA || words.matches("(?s).*(no space|quota|disk full).*");
  }

  private static String words(SftpException e) {
    String words = e.getMessage().replaceFirst(STATUS, "").strip();
    return words.isEmpty() ? "code " + e.id : words;
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "the home directory" : path.substring(0, Math.max(slash, 1));
  }
}
