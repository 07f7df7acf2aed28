package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import io.vmcaster.context.Watchdog;
import io.vmcaster.error.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * A connection to a server over which channels are opened; used by one thread. JSch has no
 * deadlines for answers: each step runs under a watchdog that cuts the connection.
 */
final class SshConnection implements AutoCloseable {

  /** A server that is heard of may take so much longer for a step than it may be silent. */
  private static final int LONGER = 10;

  /** Pieces under way at once: enough to keep a fast line with long ways busy. */
  private static final int BULK = 128;

  private final SshHost host;
  private final List<Session> sessions;
  private final Sockets sockets;
  private final Duration timeout;
  private final Watchdog watchdog;

  /**
   * Takes over what was connected.
   *
   * @param sessions the servers on the way, and the server itself as the last
   * @param timeout how long the server may be silent
   */
  SshConnection(
      SshHost host, List<Session> sessions, Sockets sockets, Duration timeout, Watchdog watchdog) {
    this.host = host;
    this.sessions = List.copyOf(sessions);
    this.sockets = sockets;
    this.timeout = timeout;
    this.watchdog = watchdog;
  }

  /** A piece of the conversation. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException, SftpException, JSchException;
  }

  SshHost host() {
    return host;
  }

  /** How long a step may take. */
  Duration longest() {
    return longest(timeout);
  }

  static Duration longest(Duration timeout) {
    return timeout.multipliedBy(LONGER);
  }

  /**
   * Runs a step.
   *
   * @throws SocketTimeoutException when the server was silent, or took too long
   * @throws IOException when what it sends is beyond JSch
   */
  <T> T within(Step<T> step) throws IOException, SftpException, JSchException {
    watchdog.begin(timeout, longest());
    try {
      return step.run();
    } catch (Failure e) {
      throw e;
    } catch (IOException | SftpException | JSchException | RuntimeException e) {
      if (watchdog.hasBitten()) {
        SocketTimeoutException silent = new SocketTimeoutException("no answer in time");
        silent.initCause(e);
        throw silent;
      }
      if (e instanceof RuntimeException) {
        throw new IOException("the server's answer makes no sense", e);
      }
      throw e;
    } finally {
      watchdog.end();
    }
  }

  /**
   * Opens a channel for files.
   *
   * @throws JSchException when the server has no SFTP
   */
  ChannelSftp sftp() throws JSchException {
    ChannelSftp channel = (ChannelSftp) session().openChannel("sftp");
    channel.setBulkRequests(BULK);
    channel.connect((int) timeout.toMillis());
    return channel;
  }

  /** Runs a command, which the server hands to the user's shell. */
  SshChannel exec(String command) throws JSchException, IOException {
    ChannelExec channel = (ChannelExec) session().openChannel("exec");
    channel.setCommand(command);
    SshChannel opened = new SshChannel(this, channel);
    opened.connect((int) timeout.toMillis());
    return opened;
  }

  /** Whether the server is still there, as far as is known. */
  boolean isAlive() {
    return !watchdog.hasBitten() && session().isConnected();
  }

  private Session session() {
    return sessions.get(sessions.size() - 1);
  }

  /** Cuts the connection without another word to the server. */
  void abort() {
    sockets.abort();
  }

  @Override
  public void close() {
    watchdog.begin();
    for (int i = sessions.size() - 1; i >= 0; i--) {
      sessions.get(i).disconnect();
    }
    sockets.abort();
    watchdog.close();
  }
}
