package io.vmcaster.uploader.scp;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Opens the connection to a server, trying each of its addresses, and keeps hold of it. */
final class Sockets implements SocketFactory {

  private static final int BUFFER = 1 << 18;

  private final Duration timeout;
  private Socket socket;

  Sockets(Duration timeout) {
    this.timeout = timeout;
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
    return new java.io.BufferedInputStream(opened.getInputStream(), BUFFER);
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
