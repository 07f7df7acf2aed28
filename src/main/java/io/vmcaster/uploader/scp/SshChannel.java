package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A conversation with one program on a server. */
final class SshChannel implements AutoCloseable {

  private static final int MOST_WORDS = 4096;

  private final SshConnection connection;
  private final ChannelExec channel;
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
  private final InputStream said;
  private final OutputStream output;

  /** Runs a command, which the server hands to the user's shell. */
  SshChannel(SshConnection connection, String command) throws JSchException, IOException {
    this.connection = connection;
    this.channel = (ChannelExec) connection.session().openChannel("exec");
    channel.setCommand(command);
    channel.setErrStream(new Limited(complaints));
    said = channel.getInputStream();
    output = channel.getOutputStream();
    try {
      connection.within(
          () -> {
            channel.connect(connection.millis());
            return channel;
          });
    } catch (SftpException e) {
      throw new IOException(e);
    }
  }

  /** What the program says. */
  InputStream input() {
    return new Output(false);
  }

  /** The same as a file: a program that fails fails its reader, and whoever closes it ends both. */
  InputStream file() {
    return new Output(true);
  }

  /** Says something to the program; it may wait in a buffer until {@link #flush}. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    step(
        () -> {
          output.write(bytes, offset, length);
          return length;
        });
  }

  /** Sends what waits. */
  void flush() throws IOException {
    step(
        () -> {
          output.flush();
          return 0;
        });
  }

  private int step(SshConnection.Step<Integer> step) throws IOException {
    try {
      return connection.within(step);
    } catch (SftpException | JSchException e) {
      throw new IOException("the connection was closed", e);
    }
  }

  /** Tells the program that nothing more comes. */
  void endInput() throws IOException {
    output.close();
  }

  /** What the program wrote to its standard error so far. */
  String complaints() {
    return complaints.toString(StandardCharsets.UTF_8).strip();
  }

  /**
   * Waits for the program's end.
   *
   * @return its exit status, or -1 when the connection ended first
   */
  int exitStatus() throws IOException {
    return step(
        () -> {
          while (!channel.isClosed() && channel.isConnected()) {
            pause();
          }
          return channel.getExitStatus();
        });
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    channel.disconnect();
  }

  /** What the program says, waited for no longer than a step may take. */
  private final class Output extends FilterInputStream {
    private final boolean file;

    Output(boolean file) {
      super(said);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return checked(step(super::read));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return checked(step(() -> super.read(bytes, offset, length)));
    }

    private int checked(int count) throws IOException {
      int status = file && count < 0 ? exitStatus() : 0;
      if (status != 0) {
        throw new IOException(
            status < 0 ? "the connection was closed" : "the server stopped: " + complaints());
      }
      return count;
    }

    @Override
    public void close() {
      SshChannel.this.close();
    }
  }

  /** Keeps the beginning of what is said. */
  private static final class Limited extends OutputStream {
    private final ByteArrayOutputStream kept;

    Limited(ByteArrayOutputStream kept) {
      this.kept = kept;
    }

    @Override
    public void write(int b) {
      if (kept.size() < MOST_WORDS) {
        kept.write(b);
      }
    }
  }
}
