package io.vmcaster.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL server with a database of its own, on a loopback port. */
public final class PostgresServer implements AutoCloseable {

  private final Path data;
  private final int port;

  private PostgresServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Starts one that believes everybody; its files are gone when it is closed. */
  public static PostgresServer start() throws IOException, InterruptedException {
    return start("trust", data -> "");
  }

  /** Starts one that wants the password {@code secret}, and has a certificate. */
  public static PostgresServer start(TestIdentity host) throws IOException, InterruptedException {
    return start(
        "scram-sha-256",
        data -> {
          owned(data.resolve("server.crt"), Files.readString(host.certificateFile()));
          owned(data.resolve("server.key"), Files.readString(host.keyFile()));
          return " -c ssl=on -c ssl_cert_file=server.crt -c ssl_key_file=server.key";
        });
  }

  /** Makes files in the data directory; returns options for the server. */
  @FunctionalInterface
  private interface Preparation {
    String prepare(Path data) throws IOException, InterruptedException;
  }

  private static PostgresServer start(String authentication, Preparation preparation)
      throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("vmcaster-postgres");
    Path password = home.resolve("password");
    owned(password, "secret");
    if (isRoot()) {
      run(List.of("chown", "postgres", home.toString()));
    }
    Path data = home.resolve("data");
    as(
        "initdb",
        "-D",
        data.toString(),
        "-U",
        "vmcaster",
        "--auth-local=trust",
        "--auth-host=" + authentication,
        "--pwfile=" + password,
        "--no-sync");
    PostgresServer server = new PostgresServer(data, freePort());
    server.control(
        "start",
        "-o",
        "-h 127.0.0.1 -p "
            + server.port
            + " -k "
            + data
            + " -c fsync=off"
            + preparation.prepare(data));
    return server;
  }

  /** A file for the server's eyes alone. */
  private static void owned(Path file, String text) throws IOException, InterruptedException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    if (isRoot()) {
      run(List.of("chown", "postgres", file.toString()));
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Where its Unix socket is. */
  public Path socketDirectory() {
    return data;
  }

  /** The URL of a new, empty database. */
  public String newDatabase(String name) throws IOException, InterruptedException {
    as("createdb", "-h", data.toString(), "-p", Integer.toString(port), "-U", "vmcaster", name);
    return "postgresql://vmcaster:secret@127.0.0.1:" + port + "/" + name;
  }

  /** From now on lets its user in with this password only; {@link #sql} is of no more use. */
  public void demandPassword(String database, String password)
      throws IOException, InterruptedException {
    sql(database, "ALTER USER vmcaster PASSWORD '" + password + "'");
    Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    as("pg_ctl", "-D", data.toString(), "reload");
  }

  /** Stops the server and starts it again; every connection is cut. */
  public void restart() throws IOException, InterruptedException {
    control("restart", "-m", "fast");
  }

  private void control(String action, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-D", data.toString(), action, "-w"));
    all.addAll(List.of("-t", Long.toString(Patience.SECONDS), "-l", data + "/log"));
    all.addAll(List.of(options));
    as("pg_ctl", all.toArray(String[]::new));
  }

  /** Runs SQL in a database; what it prints, without headings. */
  public String sql(String database, String sql) throws IOException, InterruptedException {
    return as(
        "psql",
        "-h",
        data.toString(),
        "-p",
        Integer.toString(port),
        "-U",
        "vmcaster",
        "-A",
        "-t",
        "-c",
        sql,
        database);
  }

  @Override
  public void close() throws IOException {
    try {
      as("pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
      run(List.of("rm", "-rf", data.getParent().toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** PostgreSQL does not run as root. */
  private static String as(String tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(binaries().resolve(tool).toString());
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path binaries() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.exists(bin.resolve("initdb")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("vmcaster", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
    String said = Files.readString(out, StandardCharsets.UTF_8);
    Files.delete(out);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(command + " failed: " + said);
    }
    return said;
  }
}
