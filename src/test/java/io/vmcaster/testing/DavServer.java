package io.vmcaster.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real WebDAV server on a loopback port: Apache, lighttpd or nginx, with a configuration of its
 * own, run as the user of the test. Apache refuses to work as root and becomes {@code www-data}
 * then, for whom the directories are opened.
 */
public final class DavServer implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final Process process;

  private DavServer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** The servers that there are. */
  public enum Kind {
    /** Apache with mod_dav. */
    APACHE,
    /** lighttpd with mod_webdav. */
    LIGHTTPD,
    /** nginx with its own PUT and MOVE, and PROPFIND from dav-ext. */
    NGINX
  }

  /**
   * Starts a server.
   *
   * @param directory where its own files are kept; created
   * @param files what it serves and writes
   */
  public static DavServer start(Kind kind, Path directory, Path files) throws IOException {
    Files.createDirectories(directory.resolve("tmp"));
    int port = freePort();
    Path configuration = directory.resolve("conf");
    List<String> command =
        switch (kind) {
          case APACHE -> {
            open(directory);
            open(files);
            Files.writeString(configuration, apache(directory, files, port));
            yield List.of("/usr/sbin/apache2", "-D", "FOREGROUND", "-f", configuration.toString());
          }
          case LIGHTTPD -> {
            Files.writeString(configuration, lighttpd(directory, files, port));
            yield List.of("/usr/sbin/lighttpd", "-D", "-f", configuration.toString());
          }
          case NGINX -> {
            Files.writeString(configuration, nginx(directory, files, port));
            yield List.of(
                "/usr/sbin/nginx",
                "-e",
                directory.resolve("log").toString(),
                "-c",
                configuration.toString());
          }
        };
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    DavServer server = new DavServer(directory, port, process);
    server.awaitStart();
    return server;
  }

  private static String apache(Path directory, Path files, int port) {
    String user = isRoot() ? "User www-data\nGroup www-data\n" : "";
    String modules =
        String.join(
            "",
            List.of("mpm_event", "authz_core", "dav", "dav_fs").stream()
                .map(
                    name ->
                        "LoadModule "
                            + name
                            + "_module /usr/lib/apache2/modules/mod_"
                            + name
                            + ".so\n")
                .toList());
    return modules
        + user
        + """
        ServerRoot "%1$s"
        DefaultRuntimeDir "%1$s"
        Mutex file:%1$s
        PidFile "%1$s/pid"
        ErrorLog "%1$s/log"
        ServerName localhost
        Listen 127.0.0.1:%3$d
        StartServers 1
        AllowEncodedSlashes On
        DavLockDB "%1$s/tmp/locks"
        DocumentRoot "%2$s"
        <Directory "%2$s">
          Dav On
        </Directory>
        """
            .formatted(directory, files, port);
  }

  private static String lighttpd(Path directory, Path files, int port) {
    return """
    server.modules = ("mod_webdav")
    server.document-root = "%2$s"
    server.bind = "127.0.0.1"
    server.port = %3$d
    server.errorlog = "%1$s/log"
    server.upload-dirs = ("%1$s/tmp")
    server.follow-symlink = "disable"
    webdav.activate = "enable"
    """
        .formatted(directory, files, port);
  }

  private static String nginx(Path directory, Path files, int port) {
    String user = isRoot() ? "user root;\n" : "";
    return user
        + """
        load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
        daemon off;
        pid %1$s/pid;
        error_log %1$s/log;
        worker_processes 2;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/tmp/body;
          proxy_temp_path %1$s/tmp/proxy;
          fastcgi_temp_path %1$s/tmp/fastcgi;
          uwsgi_temp_path %1$s/tmp/uwsgi;
          scgi_temp_path %1$s/tmp/scgi;
          server {
            listen 127.0.0.1:%3$d;
            root "%2$s";
            client_max_body_size 0;
            location / {
              dav_methods PUT DELETE MKCOL COPY MOVE;
              dav_ext_methods PROPFIND OPTIONS;
              dav_access user:rw group:r all:r;
            }
          }
        }
        """
            .formatted(directory, files, port);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Lets everybody write in a directory, and reach it. */
  private static void open(Path directory) throws IOException {
    if (!isRoot()) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path each : below.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(each, EnumSet.allOf(PosixFilePermission.class));
      }
    }
    for (Path above = directory.getParent();
        above != null && above.getNameCount() > 1;
        above = above.getParent()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(above);
      if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
        Files.setPosixFilePermissions(above, permissions);
      }
    }
  }

  /** Its port on the loopback address. */
  public int port() {
    return port;
  }

  /** The address of what it serves, with a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** What it has written about its work. */
  public String log() throws IOException {
    Path log = directory.resolve("log");
    return Files.readString(directory.resolve("out"))
        + (Files.exists(log) ? Files.readString(log) : "");
  }

  private void awaitStart() throws IOException {
    boolean asked = Patience.until(() -> !process.isAlive() || answers());
    if (!asked || !process.isAlive()) {
      close();
      throw new IOException("the server did not start: " + log());
    }
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      List<ProcessHandle> workers = process.descendants().toList();
      process.destroyForcibly(); // first, as nginx makes a new worker for each that ends
      if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end");
      }
      workers.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
