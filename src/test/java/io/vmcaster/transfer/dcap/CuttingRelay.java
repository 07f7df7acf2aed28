package io.vmcaster.transfer.dcap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes between a client and a door, and cuts the first connection at a chosen byte. */
final class CuttingRelay implements Closeable {
  private final ServerSocket server;
  private final int target;
  private final AtomicLong left;

  /**
   * Listens on a free port.
   *
   * @param target the door's port
   * @param bytes how many pass, both ways together, before the cut
   */
  CuttingRelay(int target, long bytes) throws IOException {
    this.target = target;
    this.left = new AtomicLong(bytes);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on nothing is cut. */
  void heal() {
    left.set(-1);
  }

  private boolean hasCut() {
    return left.get() < 0;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cutting relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        Socket door = new Socket(InetAddress.getLoopbackAddress(), target);
        boolean whole = hasCut();
        start(() -> pass(client, door, whole));
        start(() -> pass(door, client, whole));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void pass(Socket from, Socket to, boolean whole) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        long allowed = whole ? count : left.getAndAdd(-count);
        out.write(buffer, 0, (int) Math.max(0, Math.min(count, allowed)));
        if (allowed < count) {
          return;
        }
      }
    } catch (IOException e) {
      // one side went away: the other goes too
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
