package io.vmcaster.uploader.scp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a channel receives, read with a limit on the silence. One thread reads; the thread of the
 * connection fills {@link #sink}. The window of the channel bounds how much can wait here.
 */
final class TimedInput extends InputStream {

  private static final byte[] END = {};

  private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
  private Duration patience;
  private byte[] current = END;
  private int position;
  private boolean ended;

  TimedInput(Duration patience) {
    this.patience = patience;
  }

  /** How long a read waits for the next byte. */
  void setPatience(Duration patience) {
    this.patience = patience;
  }

  /** Where the connection puts what arrives. */
  OutputStream sink() {
    return new Sink();
  }

  @Override
  public int read() throws IOException {
    return fill() ? current[position++] & 0xff : -1;
  }

  /**
   * Reads what is there, or waits for it.
   *
   * @throws SocketTimeoutException when nothing comes
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, bytes, offset, count);
    position += count;
    return count;
  }

  /** Whether a read would not have to wait. */
  boolean ready() {
    return position < current.length || !chunks.isEmpty();
  }

  private boolean fill() throws IOException {
    while (position == current.length && !ended) {
      current = next();
      position = 0;
      ended = current == END;
    }
    return !ended;
  }

  private byte[] next() throws IOException {
    try {
      byte[] chunk = chunks.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (chunk == null) {
        throw new SocketTimeoutException("no answer within " + patience.toSeconds() + " seconds");
      }
      return chunk;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) {
      chunks.add(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (length > 0) {
        byte[] chunk = new byte[length];
        System.arraycopy(bytes, offset, chunk, 0, length);
        chunks.add(chunk);
      }
    }

    @Override
    public void close() {
      chunks.add(END);
    }
  }
}
