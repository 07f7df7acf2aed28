package io.vmcaster.faults;

import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to write into the directory that subscribers read.
 *
 * @param protocol its name in the configuration
 * @param prefix what the configuration's writeprefix is
 * @param server what runs meanwhile, and ends with the target
 */
record Target(String protocol, String prefix, Closeable server) implements Closeable {

  /** The protocols that there are. */
  static final List<String> PROTOCOLS = List.of("local", "scp", "dcap");

  static Target open(String protocol, Path site) throws IOException, InterruptedException {
    return switch (protocol) {
      case "local" -> new Target("local", site.resolve("www") + "/", () -> {});
      case "scp" -> scp(site);
      default -> dcap(site, List.of());
    };
  }

  private static Target scp(Path site) throws IOException {
    OpenSshServer sshd = OpenSshServer.start(site.resolve("sshd"));
    SshHome.welcomeAt(sshd, site.resolve("home"));
    String prefix =
        "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" + site.resolve("www") + "/";
    return new Target("scp", prefix, sshd::close);
  }

  /**
   * A dcap door.
   *
   * @param options how it misbehaves
   */
  static Target dcap(Path site, List<String> options) throws IOException, InterruptedException {
    Files.createDirectories(site.resolve("www"));
    int port = freePort();
    List<String> command =
        new ArrayList<>(Program.get().command("io.vmcaster.transfer.dcap.DoorMain", List.of()));
    command.addAll(options);
    command.addAll(List.of(site.resolve("www").toString(), Integer.toString(port)));
    Process door =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(site.resolve("door.log").toFile())
            .start();
    awaitPort(port);
    return new Target("dcap", "dcap://localhost:" + port + "/", () -> stop(door));
  }

  private static void stop(Process door) {
    door.destroyForcibly();
    door.onExit().join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (answers(port)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the door does not open");
  }

  private static boolean answers(int port) {
    try {
      new Socket("localhost", port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
