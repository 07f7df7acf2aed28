package io.vmcaster.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A real PgBouncer in front of a PostgreSQL server, on a loopback port. */
public final class PgBouncer implements AutoCloseable {

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param mode when a session goes back to the pool: {@code session} or {@code transaction}
   */
  public static PgBouncer before(PostgresServer server, String mode)
      throws IOException, InterruptedException {
    int port = freePort();
    Path home = Files.createTempDirectory("vmcaster-pgbouncer");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path users = Files.writeString(home.resolve("users"), "\"vmcaster\" \"secret\"\n");
    Path configuration =
        Files.writeString(
            home.resolve("pgbouncer.ini"),
            """
            [databases]
            * = host=127.0.0.1 port=%d
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = %s
            default_pool_size = 3
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(server.port(), port, users, mode));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.addAll(List.of("/usr/sbin/pgbouncer", configuration.toString()));
    Path log = home.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    PgBouncer pooler = new PgBouncer(process, port);
    pooler.awaitStart(log);
    return pooler;
  }

  private void awaitStart(Path log) throws IOException {
    boolean asked = Patience.until(() -> !process.isAlive() || answers());
    if (!asked || !process.isAlive()) {
      throw new IOException("pgbouncer did not start: " + Files.readString(log));
    }
  }

  private boolean answers() {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
