package io.vmcaster.uploader.scp;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.vmcaster.context.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A connection to a server over which channels are opened; used by one thread. */
final class SshConnection implements AutoCloseable {

  private final SshHost host;
  private final List<Session> sessions;
  private final Sockets sockets;
  private final Duration timeout;
  private final Watchdog watchdog;

  /**
   * Takes over what was connected.
   *
   * @param sessions the servers on the way, and the server itself as the last
   */
  SshConnection(
      SshHost host, List<Session> sessions, Sockets sockets, Duration timeout, Watchdog watchdog) {
    this.host = host;
    this.sessions = List.copyOf(sessions);
    this.sockets = sockets;
    this.timeout = timeout;
    this.watchdog = watchdog;
  }

  SshHost host() {
    return host;
  }

  /** How long to wait for each answer. */
  Duration timeout() {
    return timeout;
  }

  /** Guards the steps that block in the operating system. */
  Watchdog watchdog() {
    return watchdog;
  }

  /**
   * Starts a subsystem.
   *
   * @throws JSchException when the server does not have it
   */
  SshChannel subsystem(String name) throws JSchException, IOException {
    ChannelSubsystem channel = (ChannelSubsystem) session().openChannel("subsystem");
    channel.setSubsystem(name);
    channel.setWantReply(true);
    return open(channel);
  }

  /** Runs a command, which the server hands to the user's shell. */
  SshChannel exec(String command) throws JSchException, IOException {
    ChannelExec channel = (ChannelExec) session().openChannel("exec");
    channel.setCommand(command);
    return open(channel);
  }

  /** Whether the server is still there, as far as is known. */
  boolean isAlive() {
    return !watchdog.hasBitten() && session().isConnected();
  }

  private SshChannel open(Channel channel) throws JSchException, IOException {
    SshChannel opened = new SshChannel(channel, watchdog, timeout);
    watchdog.begin();
    try {
      opened.connect();
    } finally {
      watchdog.end();
    }
    return opened;
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
