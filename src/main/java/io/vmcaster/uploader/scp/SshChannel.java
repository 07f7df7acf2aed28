package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** A conversation with one program on a server; what is read is what the program says. */
final class SshChannel extends InputStream {

  private static final int MOST_WORDS = 4096;

  private final SshConnection connection;
  private final ChannelExec channel;
  private final boolean file;
  private final InputStream said;
  private final OutputStream output;

  /** The beginning of what the program says to its standard error. */
  private final ByteArrayOutputStream errors =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(int one) {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          super.write(bytes, offset, Math.min(length, MOST_WORDS - size()));
        }
      };

  /**
   * Runs a command, which the server hands to the user's shell.
   *
   * @param file whether what it says is a file: a program that fails fails its reader
   */
  SshChannel(SshConnection connection, String command, boolean file) throws IOException {
    this.connection = connection;
    this.file = file;
    this.channel = step(() -> (ChannelExec) connection.session().openChannel("exec"));
    channel.setCommand(command);
    channel.setErrStream(errors);
    said = channel.getInputStream();
    output = channel.getOutputStream();
    step(
        () -> {
          channel.connect(connection.millis());
          return channel;
        });
  }

  private <T> T step(Callable<T> step) throws IOException {
    try {
      return connection.within(step);
    } catch (SftpException e) {
      throw new IOException(e); // of the other protocol
    }
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

  /** Tells the program that nothing more comes. */
  void endInput() throws IOException {
    output.close();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = step(() -> said.read(bytes, offset, length));
    if (file && count < 0 && exitStatus() != 0) {
      throw new IOException("the server stopped: " + errors());
    }
    return count;
  }

  /** What the program wrote to its standard error so far. */
  String errors() {
    return errors.toString(StandardCharsets.UTF_8).strip();
  }

  /**
   * Waits for the program's end.
   *
   * @throws IOException also when the connection ended first
   */
  int exitStatus() throws IOException {
    int status =
        step(
            () -> {
              while (!channel.isClosed() && channel.isConnected()) {
                Thread.sleep(2);
              }
              return channel.getExitStatus();
            });
    if (status < 0) {
      throw new IOException("the connection was closed");
    }
    return status;
  }

  /** Ends the program, too. */
  @Override
  public void close() {
    channel.disconnect();
  }
}
