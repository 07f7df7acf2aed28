package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/** Reaches a server through another one, as ProxyJump of ssh does. */
final class JumpProxy implements Proxy {

  private final Session jump;
  private final TimedInput input;
  private final int connectMillis;
  private ChannelDirectTCPIP channel;
  private OutputStream output;

  JumpProxy(Session jump, Duration timeout) {
    this.jump = jump;
    this.input = new TimedInput(timeout);
    this.connectMillis = (int) timeout.toMillis();
  }

  @Override
  public void connect(SocketFactory factory, String host, int port, int timeout)
      throws IOException, JSchException {
    channel = (ChannelDirectTCPIP) jump.openChannel("direct-tcpip");
    channel.setHost(host);
    channel.setPort(port);
    channel.setOutputStream(input.sink());
    channel.connect(connectMillis);
    output = channel.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public Socket getSocket() {
    return null;
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.disconnect();
    }
  }
}
