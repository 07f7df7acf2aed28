package io.vmcaster.uploader.scp;

import com.jcraft.jsch.SocketFactory;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Opens the connection to a server, trying each of its addresses, keeps hold of it, and tells when
 * the server is heard of.
 */
final class Sockets implements SocketFactory {

  private static final int BUFFER = 1 << 18;

  private final Duration timeout;
  private final Runnable heard;
  private Socket socket;

  Sockets(Duration timeout, Runnable heard) {
    this.timeout = timeout;
    this.heard = heard;
  }

  @Override
  public synchronized Socket createSocket(String host, int port) throws IOException {
    IOException last = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last == null ? new IOException("the name has no address") : last;
  }

  @Override
  public InputStream getInputStream(Socket opened) throws IOException {
    return new BufferedInputStream(
        new FilterInputStream(opened.getInputStream()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            heard.run();
            return count;
          }
        },
        BUFFER);
  }

  @Override
  public OutputStream getOutputStream(Socket opened) throws IOException {
    return opened.getOutputStream();
  }

  /** Ends the connection at once, whoever waits on it. */
  void abort() {
    Socket opened = socket;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
