package io.vmcaster.uploader.scp;

import io.vmcaster.uploader.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file being sent by the old scp protocol: one line with mode, size and name, then the bytes. */
final class LegacyUpload extends Upload {

  private static final int MOST_WORDS = 1000;

  private final RemoteShell shell;
  private final SshChannel channel;
  private final String path;
  private long left;

  /** Goes on behind the command that receives, {@code scp -t}. */
  LegacyUpload(RemoteShell shell, SshChannel channel, String path, long size) {
    this.shell = shell;
    this.channel = channel;
    this.path = path;
    this.left = size;
    try {
      awaitOk();
      send("C0644 " + size + " " + path.substring(path.lastIndexOf('/') + 1) + "\n");
      awaitOk();
    } catch (IOException e) {
      throw shell.broken("write", path, e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > left) {
      throw shell.refused("write", path, "the file has grown since it was announced");
    }
    try {
      channel.write(bytes, offset, length);
      left -= length;
    } catch (IOException e) {
      throw shell.broken("write", path, e);
    }
  }

  @Override
  public void commit() {
    if (left > 0) {
      throw shell.refused("write", path, "the file is shorter than was announced");
    }
    try {
      send("\0");
      awaitOk();
      channel.endInput();
      if (channel.exitStatus() != 0) {
        throw shell.refused("write", path, channel.complaints());
      }
    } catch (IOException e) {
      throw shell.broken("write", path, e);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    channel.write(bytes, 0, bytes.length);
    channel.flush();
  }

  /** The other side answers with a zero, or with one or two and a line of complaint. */
  private void awaitOk() throws IOException {
    int answer = channel.input().read();
    if (answer == 0) {
      return;
    }
    if (answer < 0) {
      endedEarly();
    }
    throw shell.refused("write", path, line(answer));
  }

  private void endedEarly() throws IOException {
    if (channel.exitStatus() < 0) {
      throw new IOException("the connection was closed");
    }
    throw shell.refused("write", path, channel.complaints());
  }

  private String line(int first) throws IOException {
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    if (first != 1 && first != 2) {
      words.write(first);
    }
    int next = channel.input().read();
    while (next >= 0 && next != '\n' && words.size() < MOST_WORDS) {
      words.write(next);
      next = channel.input().read();
    }
    return words.toString(StandardCharsets.UTF_8);
  }
}
