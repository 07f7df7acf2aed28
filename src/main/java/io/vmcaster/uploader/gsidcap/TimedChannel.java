package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.fetch.Pace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A TCP connection on which nothing is waited for without an end: neither reading nor writing. An
 * interrupt of the thread ends any wait.
 */
final class TimedChannel implements Closeable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  private TimedChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  /** Takes over a connection that somebody else made; it is closed when that fails. */
  static TimedChannel of(SocketChannel channel) throws IOException {
    try {
      return new TimedChannel(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Tries each address of a host in turn.
   *
   * @param wait how long to try each
   */
  static TimedChannel connect(String host, int port, Duration wait) throws IOException {
    IOException last = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      try {
        return connect(new InetSocketAddress(address, port), wait);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static TimedChannel connect(InetSocketAddress address, Duration wait) throws IOException {
    TimedChannel timed = of(SocketChannel.open());
    try {
      timed.connectWithin(address, wait);
      return timed;
    } catch (IOException | RuntimeException e) {
      timed.close();
      throw e;
    }
  }

  private void connectWithin(InetSocketAddress address, Duration wait) throws IOException {
    Deadline deadline = Deadline.in(wait);
    boolean connected = channel.connect(address);
    while (!connected) {
      if (!ready(SelectionKey.OP_CONNECT, deadline)) {
        throw new SocketTimeoutException("no answer to the connection");
      }
      connected = channel.finishConnect();
    }
  }

  /** This machine's address on the connection. */
  InetAddress localAddress() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
  }

  /**
   * Reads what is there.
   *
   * @return how many bytes; 0 when none came in time, -1 when the other side has closed
   */
  int read(ByteBuffer target, Duration wait) throws IOException {
    try {
      int count = channel.read(target);
      if (count == 0 && ready(SelectionKey.OP_READ, Deadline.in(wait))) {
        count = channel.read(target);
      }
      return count;
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    }
  }

  /**
   * Writes all that remains in a buffer.
   *
   * @param stall how long it may take until some more bytes have left
   * @throws SocketTimeoutException when it takes longer, or less leaves than {@link Pace} allows
   */
  void write(ByteBuffer source, Duration stall) throws IOException {
    Deadline whole = Deadline.in(Pace.longest(source.remaining(), stall));
    try {
      while (source.hasRemaining()) {
        boolean stuck =
            channel.write(source) == 0 && !ready(SelectionKey.OP_WRITE, Deadline.in(stall));
        if (stuck || (source.hasRemaining() && whole.passed())) {
          throw new SocketTimeoutException("nothing could be sent");
        }
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    }
  }

  private boolean ready(int operation, Deadline deadline) throws IOException {
    key.interestOps(operation);
    do {
      boolean ready = selector.select(Math.max(1, deadline.remaining().toMillis())) > 0;
      selector.selectedKeys().clear();
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(null);
      }
      if (ready) {
        return true;
      }
    } while (!deadline.passed());
    return false;
  }

  private static InterruptedFailure interrupted(Throwable cause) {
    return new InterruptedFailure("interrupted while talking to the server", null, cause);
  }

  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException e) {
      // nothing was left to send: whoever cared has waited for an answer
    }
  }
}
