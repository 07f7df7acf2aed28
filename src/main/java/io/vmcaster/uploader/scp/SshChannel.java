package io.vmcaster.uploader.scp;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.vmcaster.context.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A conversation with one program on a server. */
final class SshChannel implements AutoCloseable {

  private static final int MOST_WORDS = 4096;

  private final Channel channel;
  private final Watchdog watchdog;
  private final Duration timeout;
  private final TimedInput input;
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
  private OutputStream output;

  SshChannel(Channel channel, Watchdog watchdog, Duration timeout) {
    this.channel = channel;
    this.watchdog = watchdog;
    this.timeout = timeout;
    this.input = new TimedInput(timeout);
  }

  void connect() throws JSchException, IOException {
    channel.setOutputStream(input.sink());
    if (channel instanceof ChannelExec exec) {
      exec.setErrStream(complaints);
    }
    output = channel.getOutputStream();
    channel.connect((int) timeout.toMillis());
  }

  /** What the program says. */
  TimedInput input() {
    return input;
  }

  /** Says something to the program; it may wait in a buffer until {@link #flush}. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    watchdog.begin();
    try {
      output.write(bytes, offset, length);
    } catch (IOException e) {
      requireOpen();
      throw e;
    } finally {
      watchdog.end();
    }
  }

  /** Sends what waits. */
  void flush() throws IOException {
    watchdog.begin();
    try {
      output.flush();
    } catch (IOException e) {
      requireOpen();
      throw e;
    } finally {
      watchdog.end();
    }
    requireOpen();
  }

  private void requireOpen() throws IOException {
    if (watchdog.hasBitten()) {
      throw new SocketTimeoutException("no answer within " + timeout.toSeconds() + " seconds");
    }
    if (channel.isClosed() || !channel.isConnected()) {
      throw new IOException("the connection was closed");
    }
  }

  /** Tells the program that nothing more comes. */
  void endInput() throws IOException {
    output.close();
  }

  /** What the program wrote to its standard error so far. */
  String complaints() {
    String text = complaints.toString(StandardCharsets.UTF_8).strip();
    return text.length() > MOST_WORDS ? text.substring(0, MOST_WORDS) : text;
  }

  /**
   * Waits for the program's end.
   *
   * @return its exit status, or -1 when the connection ended first
   */
  int exitStatus() throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!channel.isClosed() && channel.isConnected()) {
      if (System.nanoTime() > end) {
        throw new SocketTimeoutException("no answer within " + timeout.toSeconds() + " seconds");
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return channel.getExitStatus();
  }

  @Override
  public void close() {
    watchdog.begin();
    try {
      channel.disconnect();
    } finally {
      watchdog.end();
    }
  }
}
