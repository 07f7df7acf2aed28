package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** Waits for a pool that comes to us, as those of dCache before 9 may do. */
final class DataListener implements Closeable {
  private static final Duration GREETING = Duration.ofSeconds(2);

  private final ServerSocketChannel server;

  private DataListener(ServerSocketChannel server) {
    this.server = server;
  }

  /**
   * Listens on a free port.
   *
   * @param address where the door sees this machine
   */
  static DataListener on(InetAddress address) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.configureBlocking(false);
      server.bind(new InetSocketAddress(address, 0));
      return new DataListener(server);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  /** The connection of a pool that came for a question; empty when none has come by now. */
  Optional<DataConnection> accepted(int session, Timeouts timeouts) throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return Optional.empty();
    }
    DataConnection connection =
        DataConnection.fromPool(TimedChannel.of(channel), session, timeouts);
    if (isOurs(connection)) {
      return Optional.of(connection);
    }
    connection.close();
    return Optional.empty();
  }

  /** Strangers that knock are sent away. */
  private static boolean isOurs(DataConnection connection) {
    try {
      return connection.isGreetedBy(GREETING);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
