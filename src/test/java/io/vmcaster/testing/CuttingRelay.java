package io.vmcaster.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes between a client and a server, and cuts the first connection at a chosen byte. */
public final class CuttingRelay implements Closeable {
  private final ServerSocket server;
  private final int target;
  private final AtomicLong left;
  private volatile boolean stalls;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Listens on a free port.
   *
   * @param target the server's port
   * @param bytes how many pass, both ways together, before the cut
   */
  public CuttingRelay(int target, long bytes) throws IOException {
    this.target = target;
    this.left = new AtomicLong(bytes);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return server.getLocalPort();
  }

  /** From now on nothing is cut. */
  public void heal() {
    left.set(-1);
  }

  /** Cuts a connection that is yet to come, after this many bytes more. */
  public void cutAfter(long bytes) {
    left.set(bytes);
  }

  /** Lets this many bytes more pass, and then none, without a cut. */
  public void stallAfter(long bytes) {
    stalls = true;
    left.set(bytes);
  }

  /** How many bytes may still pass. */
  public long left() {
    return left.get();
  }

  /** How many bytes clients have sent in all. */
  public long sent() {
    return sent.get();
  }

  /** Whether the cut has been made, or the stall begun. */
  public boolean hasCut() {
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
        start(() -> pass(client, door, whole, sent));
        start(() -> pass(door, client, whole, new AtomicLong()));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void pass(Socket from, Socket to, boolean whole, AtomicLong passed) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        passed.addAndGet(count);
        long allowed = whole ? count : left.getAndAdd(-count);
        out.write(buffer, 0, (int) Math.max(0, Math.min(count, allowed)));
        if (allowed < count) {
          if (stalls) {
            in.transferTo(OutputStream.nullOutputStream()); // until the client goes away
          }
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
