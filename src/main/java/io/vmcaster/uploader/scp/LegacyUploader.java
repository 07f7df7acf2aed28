package io.vmcaster.uploader.scp;

import com.jcraft.jsch.JSchException;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Files on a server that has no SFTP: the old scp protocol, and a handful of commands that every
 * Unix has. They are written so that shells of all families read them alike: every path is in
 * single quotes, never begins with a dash, and holds no control character.
 */
final class LegacyUploader implements Uploader {

  private static final int MOST_OUTPUT = 64 * 1024;
  private static final int MOST_CHATTER = 200;

  private final SshConnection connection;
  private boolean quiet;

  LegacyUploader(SshConnection connection) {
    this.connection = connection;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    Result result =
        run(
            "look at",
            path,
            ("test -d %1$s && echo directory || test -e %1$s && env LC_ALL=C ls -ldnL %1$s"
                    + " || test -e %1$s || echo absent")
                .formatted(quote(path)));
    String line = result.output().substring(result.output().lastIndexOf('\n') + 1);
    if (line.equals("absent")) {
      return Optional.empty();
    }
    if (result.output().lines().anyMatch("directory"::equals)) {
      return Optional.of(new RemoteFile(0, true));
    }
    return Optional.of(new RemoteFile(size(path, line, result), false));
  }

  /** The fifth word of what POSIX says that {@code ls -ln} prints. */
  private long size(String path, String line, Result result) {
    String[] words = line.strip().split(" +", 6);
    try {
      return Long.parseLong(words.length > 5 ? words[4] : "");
    } catch (NumberFormatException e) {
      throw refused("look at", path, result.errors());
    }
  }

  @Override
  public Upload create(String path, long size) {
    if (size < 0) {
      throw new UnsupportedOperationException("the old scp protocol needs the size first");
    }
    try {
      // With -p the mode that is sent holds, whatever the umask there.
      return new LegacyUpload(start("scp -p -t " + quote(path), false), path, size);
    } catch (IOException e) {
      throw connection.broken("create", path, e);
    }
  }

  @Override
  public InputStream read(String path) {
    String name = quote(path);
    try {
      run("read", path, "test -f " + name + " && test -r " + name, "there is no file to read");
      return start("cat " + name, true);
    } catch (IOException e) {
      throw connection.broken("read", path, e);
    }
  }

  @Override
  public void rename(String from, String to) {
    run(
        "rename",
        from,
        // a directory in the way would swallow the file
        "test ! -d %2$s && mv -f %1$s %2$s".formatted(quote(from), quote(to)),
        "a directory has the name " + to);
  }

  @Override
  public void remove(String path) {
    run("remove", path, "rm -f " + quote(path), "");
  }

  private void run(String verb, String path, String command, String otherwise) {
    Result result = run(verb, path, command);
    if (result.status() != 0) {
      String errors = result.errors();
      throw refused(verb, path, errors.isEmpty() ? otherwise : errors);
    }
  }

  /**
   * What a command said.
   *
   * @param status how it ended
   * @param output its standard output
   * @param errors its standard error
   */
  record Result(int status, String output, String errors) {}

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
    try (SshChannel channel = start(command, false)) {
      channel.endInput();
      String output = new String(channel.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
      return new Result(channel.exitStatus(), output.strip(), channel.errors());
    } catch (IOException e) {
      throw connection.broken(verb, path, e);
    }
  }

  /** Starts a command. */
  private SshChannel start(String command, boolean file) throws IOException {
    if (!quiet) {
      requireQuiet();
      quiet = true;
    }
    return open(command, file);
  }

  /**
   * What start-up files print would be taken for the server's answers; OpenSSH's own clients fail.
   */
  private void requireQuiet() throws IOException {
    try (SshChannel channel = open("true", false)) {
      channel.endInput();
      String text = new String(channel.readNBytes(MOST_CHATTER), StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        String host = connection.host().name();
        throw new TransferFailure(
            "cannot write on %s: the login shell there prints text where none may be: \"%s\""
                .formatted(host, text.strip().replaceAll("\\s+", " ")),
            "See that \"ssh %s true\" prints nothing: start-up files such as ~/.bashrc may print"
                    .formatted(host)
                + " in interactive shells alone.");
      }
    }
  }

  private SshChannel open(String command, boolean file) throws IOException {
    try {
      return new SshChannel(connection, command, file);
    } catch (IOException e) {
      if (!connection.isAlive() || !(e.getCause() instanceof JSchException)) {
        throw e;
      }
      throw new TransferFailure(
          connection.host().display() + " offers neither SFTP nor a shell",
          "Ask its administrator for SFTP, or write to another server.",
          e);
    }
  }

  /** The command said no; its words, in whatever language, are what there is to go by. */
  Failure refused(String verb, String path, String errors) {
    String words = errors.isBlank() ? "the server refuses" : errors.strip();
    String message = "cannot " + verb + " " + connection.where(path) + ": " + words;
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota")) {
      return new TemporaryFailure(message, "Make room there, and run the command again.");
    }
    return new TransferFailure(
        message,
        "See that the directory exists there and that the user \"%s\" may write in it."
            .formatted(connection.host().user()));
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

  /**
   * A file being sent by the old scp protocol: one line with mode, size and name, then the bytes.
   */
  private final class LegacyUpload extends Upload {

    private static final int MOST_WORDS = 1000;

    private final SshChannel channel;
    private final String path;
    private long left;

    /** Goes on behind the command that receives, {@code scp -t}. */
    LegacyUpload(SshChannel channel, String path, long size) {
      this.channel = channel;
      this.path = path;
      this.left = size;
      try {
        awaitOk();
        send("C0644 " + size + " " + path.substring(path.lastIndexOf('/') + 1) + "\n");
        awaitOk();
      } catch (IOException e) {
        throw connection.broken("write", path, e);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (length > left) {
        throw refused("write", path, "the file has grown since it was announced");
      }
      try {
        channel.write(bytes, offset, length);
        left -= length;
      } catch (IOException e) {
        throw connection.broken("write", path, e);
      }
    }

    @Override
    public void commit() {
      if (left > 0) {
        throw refused("write", path, "the file is shorter than was announced");
      }
      try {
        send("\0");
        awaitOk();
        channel.endInput();
        if (channel.exitStatus() != 0) {
          throw refused("write", path, channel.errors());
        }
      } catch (IOException e) {
        throw connection.broken("write", path, e);
      }
    }

    @Override
    public void close() {
      channel.close();
    }

    private void send(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      channel.write(bytes, 0, bytes.length);
      channel.flush();
    }

    /** The other side answers with a zero, or with one or two and a line that says why. */
    private void awaitOk() throws IOException {
      int answer = channel.read();
      if (answer < 0) {
        channel.exitStatus(); // when there is one, it was the program that ended
        throw refused("write", path, channel.errors());
      }
      if (answer > 0) {
        throw refused("write", path, line(answer));
      }
    }

    private String line(int first) throws IOException {
      ByteArrayOutputStream words = new ByteArrayOutputStream();
      if (first != 1 && first != 2) {
        words.write(first);
      }
      int next = channel.read();
      while (next >= 0 && next != '\n' && words.size() < MOST_WORDS) {
        words.write(next);
        next = channel.read();
      }
      return words.toString(StandardCharsets.UTF_8);
    }
  }
}
