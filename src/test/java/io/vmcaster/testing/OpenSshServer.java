package io.vmcaster.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real OpenSSH server on a loopback port, with host keys, configuration and authorised keys of
 * its own. It runs as the user of the test and lets that user in, with keys alone. New files get
 * the permissions 0600 unless the client asks for others.
 */
public final class OpenSshServer implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final Process process;

  private OpenSshServer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** A server with SFTP. */
  public static OpenSshServer start(Path directory) throws IOException {
    return start(directory, "Subsystem sftp internal-sftp -u 0077");
  }

  /** A server that knows the old scp protocol alone. */
  public static OpenSshServer startWithoutSftp(Path directory) throws IOException {
    return start(directory, "PermitTTY no");
  }

  /**
   * A server.
   *
   * @param directory where its files are kept; created, and left behind
   * @param lines more lines of its configuration
   */
  public static OpenSshServer start(Path directory, String... lines) throws IOException {
    return start(directory, new String[0], lines);
  }

  /** The same with lines before all others: the first line of a kind holds. */
  public static OpenSshServer startFirst(Path directory, String... first) throws IOException {
    return start(directory, first, "Subsystem sftp internal-sftp");
  }

  private static OpenSshServer start(Path directory, String[] first, String... lines)
      throws IOException {
    Files.createDirectories(directory);
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
    SshKeys.generate(directory.resolve("host_key"), "ed25519", "");
    SshKeys.generate(directory.resolve("host_key_rsa"), "rsa", "");
    Path authorized = directory.resolve("authorized_keys");
    if (Files.notExists(authorized)) {
      Files.createFile(authorized);
    }
    int port = freePort();
    Path config = directory.resolve("sshd_config");
    Files.write(config, configuration(directory, port, first, lines));
    Process process =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    OpenSshServer server = new OpenSshServer(directory, port, process);
    server.awaitStart();
    return server;
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Whom to log in as. */
  public String user() {
    return System.getProperty("user.name");
  }

  /** Lets the owner of a key in. */
  public void authorize(Path privateKey) throws IOException {
    Path authorized = directory.resolve("authorized_keys");
    String line = Files.readString(Path.of(privateKey + ".pub"));
    Files.writeString(authorized, Files.readString(authorized) + line);
  }

  /** What a file of known hosts says about this server. */
  public String knownHostsLine() throws IOException {
    return "[127.0.0.1]:" + port + " " + hostKey() + "\n";
  }

  /** The server's public key. */
  public String hostKey() throws IOException {
    return publicKey("host_key.pub");
  }

  /** Its other public key, of the older kind. */
  public String rsaHostKey() throws IOException {
    return publicKey("host_key_rsa.pub");
  }

  private String publicKey(String file) throws IOException {
    String[] words = Files.readString(directory.resolve(file)).split(" ", -1);
    return words[0] + " " + words[1].strip();
  }

  /** What the server has written about its work. */
  public String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Stops every process of the server where it is; connections stay open and are not served. */
  public void freeze() throws IOException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    SshKeys.run("kill", "-" + name, Long.toString(process.pid()));
    for (ProcessHandle child : process.descendants().toList()) {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start();
      kill.onExit().join(); // a child may have ended by itself, which is as good
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until nobody is logged in any more: what was sent is on the disk. */
  public void awaitLogouts() {
    process
        .descendants()
        .forEach(session -> session.onExit().orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join());
  }

  private static List<String> configuration(
      Path directory, int port, String[] first, String... lines) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(
        List.of(
            "ListenAddress 127.0.0.1:" + port,
            "HostKey " + directory.resolve("host_key"),
            "HostKey " + directory.resolve("host_key_rsa"),
            "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "MaxStartups 100",
            "LogLevel VERBOSE"));
    all.addAll(List.of(lines));
    return all;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart() throws IOException {
    boolean asked = Patience.until(() -> !process.isAlive() || answers());
    if (!asked || !process.isAlive()) {
      close();
      throw new IOException("sshd did not start: " + log());
    }
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return socket.getInputStream().read() == 'S';
    } catch (IOException e) {
      return false;
    }
  }
}
