package io.vmcaster.repository.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * Connects the driver to PostgreSQL's Unix socket, as psql does for {@code host=/var/run/…}. Java
 * has such sockets as channels alone; the driver wants a {@link Socket}. It has no time limits.
 */
public final class UnixSocketFactory extends SocketFactory {

  private final Path path;

  /**
   * For the driver.
   *
   * @param path the socket
   */
  public UnixSocketFactory(String path) {
    this.path = Path.of(path);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocket(SocketChannel.open(StandardProtocolFamily.UNIX), path);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  private static final class UnixSocket extends Socket {

    private final SocketChannel channel;
    private final Path path;

    UnixSocket(SocketChannel channel, Path path) {
      this.channel = channel;
      this.path = path;
    }

    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
      } catch (IOException e) {
        throw new IOException("the socket " + path + ": " + e.getMessage(), e);
      }
    }

    @Override
    public InputStream getInputStream() {
      return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
      return Channels.newOutputStream(channel);
    }

    @Override
    public boolean isConnected() {
      return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
      return !channel.isOpen();
    }

    @Override
    public synchronized void close() throws IOException {
      channel.close();
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public synchronized void setSoTimeout(int milliseconds) {}

    @Override
    public synchronized int getSoTimeout() {
      return 0;
    }

    @Override
    public synchronized int getSendBufferSize() {
      return 8192;
    }
  }
}
