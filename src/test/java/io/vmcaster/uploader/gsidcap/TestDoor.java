package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * A dCache door with one pool, whose files are a directory of this machine. It speaks dcap as the
 * real ones do, and can misbehave in every way that {@link DoorFault} names.
 */
final class TestDoor implements Closeable {
  /** Who connects to whom for the bytes. */
  enum Way {
    /** As the client asks, as dCache did before 9. */
    ASKED,
    /** The pool goes to the client, whatever it asks. */
    ACTIVE,
    /** The client goes to the pool, whatever it asks, as dCache does since 9. */
    PASSIVE;

    boolean passive(boolean asked) {
      return this == PASSIVE || (this == ASKED && asked);
    }
  }

  /** Makes the line on a connection. */
  interface Lines {
    DoorLine on(Socket socket, TestDoor door) throws IOException;
  }

  private final ServerSocket server;
  private final DoorNames names;
  private final DoorPool pool;
  private final Lines lines;
  private final DoorFaults faults = new DoorFaults();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Way way = Way.ASKED;
  private volatile Consumer<String> log = text -> {};
  private volatile boolean truncates;

  /**
   * Opens a door.
   *
   * @param port where, or 0 for any
   */
  TestDoor(Path directory, int port, Lines lines) throws IOException {
    this.names = new DoorNames(directory.toAbsolutePath().normalize());
    this.lines = lines;
    this.server = port == 0 ? onLowPort() : on(port);
    this.pool = new DoorPool(this);
    start(this::accept);
  }

  /** Opens a plain door on any port. */
  static TestDoor plain(Path directory) throws IOException {
    return new TestDoor(directory, 0, (socket, door) -> new PlainDoorLine(socket));
  }

  private static ServerSocket on(int port) throws IOException {
    return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }

  /** Debian's dccp cannot reach a port above 32767. */
  private static ServerSocket onLowPort() throws IOException {
    while (true) {
      try {
        return on(ThreadLocalRandom.current().nextInt(20000, 32768));
      } catch (BindException e) {
        // taken: another one
      }
    }
  }

  int port() {
    return server.getLocalPort();
  }

  DoorFaults faults() {
    return faults;
  }

  DoorNames names() {
    return names;
  }

  DoorPool pool() {
    return pool;
  }

  Way way() {
    return way;
  }

  void way(Way other) {
    way = other;
  }

  boolean truncates() {
    return truncates;
  }

  /** Lets a file be written again, as sites with {@code dcap.authz.truncate} do. */
  void truncates(boolean other) {
    truncates = other;
  }

  /** Where everything that is said goes. */
  void log(Consumer<String> other) {
    log = other;
  }

  void log(String text) {
    log.accept(text);
  }

  void start(Runnable work) {
    Thread thread = new Thread(work, "test door");
    thread.setDaemon(true);
    thread.start();
  }

  /** Sleeps until the client has lost patience, when the fault is on; says whether it is. */
  boolean silent(DoorFault fault) {
    while (faults.has(fault) && !server.isClosed()) {
      sleep(10);
      if (!faults.has(fault)) {
        return true;
      }
    }
    return faults.has(fault);
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        sockets.add(socket);
        start(() -> talk(socket));
      }
    } catch (IOException e) {
      log("door closes: " + e);
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      new DoorConnection(this, lines.on(socket, this)).run();
    } catch (IOException | RuntimeException e) {
      log("no conversation: " + e);
    } finally {
      sockets.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    pool.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
