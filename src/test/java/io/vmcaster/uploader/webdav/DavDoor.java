package io.vmcaster.uploader.webdav;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.model.Url;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A WebDAV door like dCache's, with one pool on a port of its own and a REST frontend on the
 * door's. An empty PUT that expects {@code 100-continue} is sent on to the pool; a file that is
 * there is removed before another is moved over it, but not by the frontend; files are not written
 * over; digests are told to whom asks. It misbehaves as it is told.
 */
final class DavDoor implements Closeable {

  /** Another server, which a redirect by status leads to. */
  static final String ELSEWHERE = "http://127.0.0.1:1/elsewhere";

  private final Path files;
  private final ServerSocket door;
  private final ServerSocket pool;
  private final boolean secure;
  private final Set<DavFault> faults = EnumSet.noneOf(DavFault.class);
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> transfers = new ConcurrentHashMap<>();
  private volatile Set<String> tokens = Set.of();
  private volatile boolean redirects = true;
  private volatile Consumer<String> log = line -> {};

  /**
   * Opens a door on the loopback address.
   *
   * @param files what it serves
   * @param port its port; 0 for any
   * @param tls for https; null for http
   */
  DavDoor(Path files, int port, SSLContext tls) throws IOException {
    this.files = files;
    this.secure = tls != null;
    this.door = listen(port, tls);
    this.pool = listen(0, tls);
    start(() -> accept(door, false));
    start(() -> accept(pool, true));
  }

  private static ServerSocket listen(int port, SSLContext tls) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    if (tls == null) {
      return new ServerSocket(port, 50, here);
    }
    SSLServerSocket socket =
        (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port, 50, here);
    socket.setWantClientAuth(true);
    return socket;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "dav door");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket server, boolean isPool) {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        start(() -> new DavDoorLine(this, socket, isPool).serve());
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  /** Misbehaves from now on. */
  DavDoor with(DavFault fault) {
    faults.add(fault);
    return this;
  }

  /** Behaves again. */
  void heal() {
    faults.clear();
    statuses.clear();
  }

  boolean has(DavFault fault) {
    return faults.contains(fault);
  }

  /** Answers a method with a status and some text from now on. */
  DavDoor answering(String method, int status) {
    statuses.put(method, status);
    return this;
  }

  Optional<Integer> status(String method) {
    return Optional.ofNullable(statuses.get(method));
  }

  /** Lets in who shows one of these tokens, and nobody else. */
  DavDoor wanting(String... wanted) {
    tokens = Set.of(wanted);
    return this;
  }

  boolean lets(String token) {
    return tokens.isEmpty() || tokens.contains(token);
  }

  /** Takes files itself. */
  DavDoor withoutPool() {
    redirects = false;
    return this;
  }

  boolean redirects() {
    return redirects;
  }

  /** Where what is asked is told. */
  void log(Consumer<String> sink) {
    log = sink;
  }

  /** What was asked so far, as {@code door|pool METHOD path} with the identity behind it. */
  List<String> asked() {
    return asked;
  }

  void tell(String line) {
    asked.add(line);
    log.accept(line);
  }

  Path file(String path) {
    Path file = files.resolve(path.substring(1)).normalize();
    if (!file.startsWith(files)) {
      throw new IllegalArgumentException("outside: " + path);
    }
    return file;
  }

  /** Lets the pool take a file; returns where. */
  String transfer(String path) {
    String id = Integer.toHexString(transfers.size());
    transfers.put("/pool/" + id, path);
    return (secure ? "https://localhost:" : "http://127.0.0.1:")
        + pool.getLocalPort()
        + "/pool/"
        + id;
  }

  /** Where an empty file is sent on to; null when nowhere. */
  String redirection(String path) {
    if (has(DavFault.CIRCLE)) {
      return url() + Url.encode(path).substring(1);
    }
    if (has(DavFault.OTHER_SCHEME)) {
      return "ftp://127.0.0.1/file";
    }
    if (has(DavFault.NO_PORT)) {
      return "http://127.0.0.1:99999/file";
    }
    if (has(DavFault.BROKEN_REDIRECT)) {
      return "http://[broken";
    }
    return redirects && !has(DavFault.LATE_REDIRECT) ? transfer(path) : null;
  }

  /** Where every request is sent on to; empty when they are answered. */
  Optional<Map<String, String>> everywhere() {
    if (has(DavFault.REDIRECT_TO_NOWHERE)) {
      return Optional.of(Map.of());
    }
    return has(DavFault.ENDLESS_REDIRECTS)
        ? Optional.of(Map.of("Location", url() + asked.size()))
        : Optional.empty();
  }

  String transferred(String poolPath) {
    return transfers.getOrDefault(poolPath, poolPath);
  }

  int port() {
    return door.getLocalPort();
  }

  /** The door's address, with a slash at the end. */
  String url() {
    return (secure ? "https://localhost:" : "http://127.0.0.1:") + port() + "/";
  }

  Map<Path, Long> listed(Path directory) throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        sizes.put(entry, Files.isDirectory(entry) ? -1 : Files.size(entry));
      }
    }
    return sizes;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() throws IOException {
    door.close();
    pool.close();
  }
}
