package io.vmcaster.compression;

import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;

/**
 * Reads a file ahead of who needs its bytes, and hashes it on the way, in a thread of its own. A
 * few buffers go round between the two.
 */
final class SourceReader implements AutoCloseable {

  private static final int BUFFERS = 6;
  private static final int SIZE = 1 << 20;

  /** The end chunk comes after a failure as well. */
  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS + 1);

  private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BUFFERS);
  private final Workers worker = new Workers("vmcaster-source", 1);
  private final SourceFile file;
  private final Future<Sha512> digest;

  SourceReader(SourceFile file) {
    this.file = file;
    for (int i = 0; i < BUFFERS; i++) {
      empty.add(Chunk.END.buffer());
    }
    digest = worker.submit(this::readAll);
  }

  /** The next bytes; the chunk goes back with {@link #release}. */
  Chunk next() {
    Chunk chunk = takeFilled();
    if (chunk.isEnd()) {
      Workers.await(digest);
    }
    return chunk;
  }

  private Chunk takeFilled() {
    try {
      return filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while reading " + file.path(), null, e);
    }
  }

  void release(Chunk chunk) {
    empty.add(chunk.buffer());
  }

  /** The digest of the whole file, once its end was reached. */
  Sha512 digest() {
    return Workers.await(digest);
  }

  private Sha512 readAll() throws InterruptedException {
    MessageDigest hash = Sha512.digest();
    try (InputStream in = Files.newInputStream(file.path())) {
      long total = 0;
      Chunk chunk = read(in, takeEmpty());
      while (!chunk.isEnd()) {
        hash.update(chunk.buffer(), 0, chunk.length());
        total += chunk.length();
        filled.put(chunk);
        chunk = read(in, takeEmpty());
      }
      if (total != file.size()) {
        throw file.changed();
      }
      file.requireUnchanged();
      return Sha512.of(hash.digest());
    } catch (IOException e) {
      throw SourceFile.unreadable(file.path(), e);
    } finally {
      filled.offer(Chunk.END);
    }
  }

  private static Chunk read(InputStream in, byte[] buffer) throws IOException {
    return new Chunk(buffer, in.readNBytes(buffer, 0, buffer.length));
  }

  /** Memory is taken when it is first needed: a small file never needs all of it. */
  private byte[] takeEmpty() throws InterruptedException {
    byte[] buffer = empty.take();
    return buffer.length == 0 ? new byte[SIZE] : buffer;
  }

  /** Stops reading. */
  @Override
  public void close() {
    worker.close();
  }

  /** A buffer with some of a file's bytes at its beginning. */
  static final class Chunk {

    static final Chunk END = new Chunk(new byte[0], 0);

    private final byte[] buffer;
    private final int length;

    /**
     * A part of a file.
     *
     * @param buffer not copied; used again once the chunk was released
     * @param length how many bytes there are; 0 at the end of the file
     */
    Chunk(byte[] buffer, int length) {
      this.buffer = buffer;
      this.length = length;
    }

    byte[] buffer() {
      return buffer;
    }

    int length() {
      return length;
    }

    boolean isEnd() {
      return length == 0;
    }
  }
}
