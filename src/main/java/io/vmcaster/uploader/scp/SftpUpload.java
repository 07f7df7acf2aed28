package io.vmcaster.uploader.scp;

import io.vmcaster.uploader.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A file being written by SFTP, with many requests under way at once. */
final class SftpUpload extends Upload {

  /** Enough to keep a fast line with long ways busy; less than the server's own buffers. */
  private static final int MOST_UNDER_WAY = 4 << 20;

  /** A server that writes gigabytes from its memory to its disk may take its time. */
  private static final int SYNC_PATIENCE = 10;

  private final SftpClient client;
  private final SftpFailures failures;
  private final Duration timeout;
  private final String path;
  private final byte[] handle;
  private final Queue<Integer> underWay = new ArrayDeque<>();
  private final byte[] chunk;
  private int filled;
  private long offset;
  private boolean closed;

  /** Goes on at an offset of an open file. */
  SftpUpload(
      SftpClient client,
      SftpFailures failures,
      Duration timeout,
      String path,
      byte[] handle,
      long offset) {
    this.client = client;
    this.failures = failures;
    this.timeout = timeout;
    this.path = path;
    this.handle = handle;
    this.offset = offset;
    this.chunk = new byte[client.writeChunk()];
  }

  @Override
  public void write(byte[] bytes, int start, int length) {
    try {
      int at = start;
      int end = start + length;
      while (at < end) {
        if (filled == 0 && end - at >= chunk.length) {
          send(bytes, at, chunk.length);
          at += chunk.length;
          continue;
        }
        int count = Math.min(end - at, chunk.length - filled);
        System.arraycopy(bytes, at, chunk, filled, count);
        filled += count;
        at += count;
        sendFull();
      }
    } catch (IOException e) {
      throw broken(e);
    } catch (SftpStatus e) {
      throw failures.unwritten(path, e);
    }
  }

  private void sendFull() throws IOException, SftpStatus {
    if (filled == chunk.length) {
      send(chunk, 0, filled);
      filled = 0;
    }
  }

  private void send(byte[] bytes, int start, int length) throws IOException, SftpStatus {
    SftpRequest request = client.request(SftpRequest.WRITE);
    request.bytes(handle).offset(offset).number(length);
    underWay.add(client.lastId());
    client.post(request, bytes, start, length);
    offset += length;
    int most = Math.max(2, MOST_UNDER_WAY / chunk.length);
    while (!underWay.isEmpty() && (underWay.size() > most || client.isAnswered(underWay.peek()))) {
      SftpClient.requireOk(client.await(underWay.remove()));
    }
  }

  @Override
  public void commit() {
    try {
      if (filled > 0) {
        send(chunk, 0, filled);
        filled = 0;
      }
      client.channel().flush();
      while (!underWay.isEmpty()) {
        SftpClient.requireOk(client.await(underWay.remove()));
      }
      sync();
      closed = true;
      client.close(handle);
    } catch (IOException e) {
      throw broken(e);
    } catch (SftpStatus e) {
      throw failures.unwritten(path, e);
    }
  }

  /** Asks for the bytes to be on the disk, so that a name never comes before its content. */
  private void sync() throws IOException, SftpStatus {
    if (!client.has("fsync@openssh.com")) {
      return;
    }
    client.channel().input().setPatience(timeout.multipliedBy(SYNC_PATIENCE));
    try {
      client.command(client.extended("fsync@openssh.com").bytes(handle));
    } catch (SftpStatus e) {
      if (e.code() != SftpReply.UNSUPPORTED) {
        throw e;
      }
    } finally {
      client.channel().input().setPatience(timeout);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      client.channel().flush();
      while (!underWay.isEmpty()) {
        client.await(underWay.remove());
      }
      client.close(handle);
    } catch (IOException | SftpStatus e) {
      // The file is given up, and so is what the server says of it.
      underWay.clear();
    }
  }

  private RuntimeException broken(IOException e) {
    closed = true;
    return failures.broken("write", path, e);
  }
}
