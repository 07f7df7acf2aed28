package io.vmcaster.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real ssh-agent on a socket of its own. */
public final class SshAgent implements AutoCloseable {

  private static final int START_SECONDS = 10;

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
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!Files.exists(socket) && process.isAlive() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return new SshAgent(socket, process);
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
