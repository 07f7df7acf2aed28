package io.vmcaster.uploader.scp;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Reaches a server through another one, as ProxyJump of ssh does. */
final class JumpProxy implements Proxy {

  private final Session jump;
  private Channel channel;
  private InputStream input;
  private OutputStream output;

  JumpProxy(Session jump) {
    this.jump = jump;
  }

  @Override
  public void connect(SocketFactory factory, String host, int port, int timeout)
      throws IOException, JSchException {
    channel = jump.getStreamForwarder(host, port);
    input = channel.getInputStream();
    output = channel.getOutputStream();
    channel.connect(timeout);
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  /** None: deadlines are those of the watchdog. */
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
