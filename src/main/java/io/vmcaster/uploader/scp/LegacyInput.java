package io.vmcaster.uploader.scp;

import java.io.FilterInputStream;
import java.io.IOException;

/** A file read through a command on the server; a failure of the command is one of the stream. */
final class LegacyInput extends FilterInputStream {

  private final SshChannel channel;
  private boolean checked;

  LegacyInput(SshChannel channel) {
    super(channel.input());
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    check(b);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    check(count);
    return count;
  }

  private void check(int result) throws IOException {
    if (result >= 0 || checked) {
      return;
    }
    checked = true;
    int status = channel.exitStatus();
    if (status != 0) {
      throw new IOException(
          status < 0 ? "the connection was closed" : "the server stopped: " + channel.complaints());
    }
  }

  @Override
  public void close() {
    channel.close();
  }
}
