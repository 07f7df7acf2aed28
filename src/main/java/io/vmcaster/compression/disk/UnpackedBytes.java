package io.vmcaster.compression.disk;

import io.vmcaster.error.Failure.InterruptedFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * What compressed data holds. The beginning and what was unpacked last are kept; what lies further
 * back is unpacked again, so readers go forward where they can.
 */
public final class UnpackedBytes implements ImageBytes, Closeable {

  private static final int BLOCK = 1 << 20;
  private static final byte[] NOTHING = {};

  private final Source source;
  private final byte[] head;
  private InputStream in;
  private long next;
  private byte[] last = NOTHING;
  private byte[] lastButOne = NOTHING;
  private long size = -1;

  /**
   * Unpacks the beginning.
   *
   * @throws IOException also when that is damaged
   */
  public UnpackedBytes(Source source) throws IOException {
    this.source = source;
    restart();
    head = read();
  }

  private void restart() throws IOException {
    if (in != null) {
      in.close();
    }
    try {
      in = source.open();
    } catch (RuntimeException e) {
      throw unforeseen(e);
    }
    next = 0;
    last = NOTHING;
  }

  /** Decoders do not foresee all damage. */
  private static IOException unforeseen(RuntimeException e) {
    return new IOException("it cannot be unpacked", e);
  }

  /** The first chunk. */
  public byte[] head() {
    return head;
  }

  private byte[] read() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedFailure("interrupted while unpacking an image");
    }
    lastButOne = last;
    try {
      last = in.readNBytes(BLOCK);
    } catch (RuntimeException e) {
      throw unforeseen(e);
    }
    if (last.length < BLOCK) {
      size = next * BLOCK + last.length;
    }
    next++;
    return last;
  }

  private byte[] block(long index) throws IOException {
    if (index == 0) {
      return head;
    }
    if (size >= 0 && index * BLOCK >= size) {
      return NOTHING;
    }
    if (index < next - 2) {
      restart();
    }
    while (next <= index && (size < 0 || next * BLOCK < size)) {
      read();
    }
    if (index >= next) {
      return NOTHING;
    }
    return index == next - 1 ? last : lastButOne;
  }

  @Override
  public byte[] at(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length && reaches(offset + done); ) {
      byte[] block = block((offset + done) / BLOCK);
      int from = (int) ((offset + done) % BLOCK);
      int count = Math.min(length - done, block.length - from);
      System.arraycopy(block, from, bytes, done, count);
      done += count;
    }
    return bytes;
  }

  @Override
  public boolean reaches(long offset) throws IOException {
    return offset >= 0 && block(offset / BLOCK).length > offset % BLOCK;
  }

  @Override
  public long size() throws IOException {
    while (size < 0) {
      read();
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** What the packed data becomes. */
  @FunctionalInterface
  public interface Source {

    /** Opens it at its beginning; closing it closes what is below. */
    InputStream open() throws IOException;
  }
}
