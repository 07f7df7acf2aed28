package io.vmcaster.testing;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A real ssh-agent on a socket of its own. */
public final class SshAgent implements AutoCloseable {

  private final Path socket;
  private final Process process;

  private SshAgent(Path socket, Process process) {
    this.socket = socket;
    this.process = process;
  }

  /**
   * Starts an agent without keys.
   *
   * @param socket where; names of sockets have to be short
   */
  public static SshAgent start(Path socket) throws IOException {
    Process process =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Patience.until(() -> !process.isAlive() || answers(socket));
    return new SshAgent(socket, process);
  }

  /** Whether it listens: its socket is there a moment before. */
  private static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Gives it a key without a passphrase. */
  public void add(Path key) throws IOException {
    SshKeys.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
  }

  /** The value of {@code SSH_AUTH_SOCK}. */
  public String socket() {
    return socket.toString();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
