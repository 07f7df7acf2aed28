package io.vmcaster.uploader.scp;

import com.jcraft.jsch.JSchException;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Runs commands on a server that has nothing better. Whatever shell the user has there sees them,
 * so every path is in single quotes, never begins with a dash, and holds no control character.
 */
final class RemoteShell {

  private static final int MOST_OUTPUT = 64 * 1024;

  private static final int MOST_CHATTER = 200;

  private final SshConnection connection;
  private boolean quiet;

  RemoteShell(SshConnection connection) {
    this.connection = connection;
  }

  /**
   * What a command said.
   *
   * @param status how it ended
   * @param output its standard output
   * @param complaints its standard error
   */
  record Result(int status, String output, String complaints) {}

  /** A path as a shell reads it: one word, taken letter by letter. */
  static String quote(String path) {
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a path holds a control character");
    }
    String safe = path.startsWith("-") ? "./" + path : path;
    return "'" + safe.replace("'", "'\\''") + "'";
  }

  /** Runs a command to its end. */
  Result run(String verb, String path, String command) {
    try (SshChannel channel = start(command)) {
      channel.endInput();
      byte[] output = channel.input().readNBytes(MOST_OUTPUT);
      int status = channel.exitStatus();
      if (status < 0) {
        throw new IOException("the connection was closed");
      }
      return new Result(
          status, new String(output, StandardCharsets.UTF_8).strip(), channel.complaints());
    } catch (IOException e) {
      throw broken(verb, path, e);
    }
  }

  /** Starts a command. */
  SshChannel start(String command) throws IOException {
    if (!quiet) {
      requireQuiet();
      quiet = true;
    }
    return open(command);
  }

  /**
   * What start-up files print would be taken for the server's answers; OpenSSH's own clients fail.
   */
  private void requireQuiet() throws IOException {
    try (SshChannel channel = open("true")) {
      channel.endInput();
      String text = new String(channel.input().readNBytes(MOST_CHATTER), StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        String host = connection.host().name();
        throw new TransferFailure(
            "cannot write on "
                + host
                + ": the login shell there prints text where none may be: \""
                + text.strip().replaceAll("\\s+", " ")
                + "\"",
            "See that \"ssh "
                + host
                + " true\" prints nothing: start-up files such as ~/.bashrc may print in"
                + " interactive shells alone.");
      }
    }
  }

  private SshChannel open(String command) throws IOException {
    try {
      return connection.exec(command);
    } catch (JSchException e) {
      if (!connection.isAlive()) {
        throw new IOException("the connection was closed", e);
      }
      throw new TransferFailure(
          connection.host().display() + " offers neither SFTP nor a shell",
          "Ask its administrator for SFTP, or write to another server.",
          e);
    }
  }

  /** The connection broke, or nothing came; it is not used again. */
  Failure broken(String verb, String path, IOException e) {
    connection.abort();
    return SshFailures.broken(connection.host(), "cannot " + verb + " " + where(path), e);
  }

  /** The command said no; its words, in whatever language, are what there is to go by. */
  Failure refused(String verb, String path, String complaint) {
    String words = complaint.isBlank() ? "the server refuses" : complaint.strip();
    String message = "cannot " + verb + " " + where(path) + ": " + words;
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota")) {
      return new TemporaryFailure(message, "Make room there, and run the command again.");
    }
    return new TransferFailure(
        message,
        "See that the directory exists there and that the user \""
            + connection.host().user()
            + "\" may write in it.");
  }

  private String where(String path) {
    return connection.host().name() + ":" + path;
  }
}
