package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Watchdog;
import io.vmcaster.context.Watchdog.Pace;
import io.vmcaster.error.Failure.InterruptedFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A TCP connection on which nothing is waited for without an end: neither reading nor writing. An
 * interrupt of the thread ends any wait.
 */
final class TimedChannel implements Closeable {

  /** Sent at once: so little that even a slow server shows in time that something leaves. */
  private static final int PIECE = 1 << 13;

  private final SocketChannel channel;
  private final Watchdog watchdog = new Watchdog(Duration.ofSeconds(1), this::cut);

  /** Takes over a connection that somebody else made; it is closed when that fails. */
  TimedChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    } catch (IOException e) {
      close();
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
      SocketChannel channel = SocketChannel.open();
      try {
        channel.socket().connect(new InetSocketAddress(address, port), millis(wait));
        return new TimedChannel(channel);
      } catch (ClosedByInterruptException e) {
        throw interrupted(e);
      } catch (IOException e) {
        last = e;
      } finally {
        if (!channel.isConnected()) {
          channel.close();
        }
      }
    }
    throw last;
  }

  private static int millis(Duration wait) {
    return (int) Math.max(1, wait.toMillis());
  }

  /** This machine's address on the connection. */
  InetAddress localAddress() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
  }

  /**
   * Reads what is there.
   *
   * @param target with an array
   * @return how many bytes; 0 when none came in time, -1 when the other side has closed
   */
  int read(ByteBuffer target, Duration wait) throws IOException {
    channel.socket().setSoTimeout(millis(wait));
    try {
      int count =
          channel
              .socket()
              .getInputStream()
              .read(target.array(), target.arrayOffset() + target.position(), target.remaining());
      target.position(target.position() + Math.max(0, count));
      return count;
    } catch (SocketTimeoutException e) {
      return 0;
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
    watchdog.begin(stall, Pace.longest(source.remaining(), stall));
    int end = source.limit();
    try {
      while (source.position() < end) {
        channel.write(source.limit(Math.min(end, source.position() + PIECE)));
        watchdog.progress();
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw watchdog.hasBitten() ? new SocketTimeoutException("nothing could be sent") : e;
    } finally {
      watchdog.end();
    }
  }

  private static InterruptedFailure interrupted(ClosedByInterruptException cause) {
    return new InterruptedFailure("interrupted while talking to the server", cause);
  }

  private void cut() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // nothing was left to send: whoever cared has waited for an answer
    }
  }

  @Override
  public void close() {
    watchdog.close();
    cut();
  }
}
