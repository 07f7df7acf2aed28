package io.vmcaster.packing;

import io.vmcaster.failure.InterruptedFailure;
import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;

/**
 * Reads a file ahead of who needs its bytes, and hashes it on the way, in a thread of its own. A few
 * buffers go round between the two.
 */
final class SourceReader implements AutoCloseable {

  private static final int BUFFERS = 6;
  private static final int SIZE = 1 << 20;

  /** A buffer without bytes means the end, or a failure. */
  private final BlockingQueue<ByteBuffer> filled = new ArrayBlockingQueue<>(BUFFERS + 1);

  private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(BUFFERS);
  private final Workers worker = new Workers("vmcaster-source", 1);
  private final SourceFile file;
  private final Future<Sha512> digest;

  SourceReader(SourceFile file) {
    this.file = file;
    for (int i = 0; i < BUFFERS; i++) {
      empty.add(ByteBuffer.allocate(0));
    }
    digest = worker.submit(this::readAll);
  }

  /**
   * The next bytes, from the start of the buffer's array to its limit; none at the end. They go back
   * with {@link #release}.
   */
  ByteBuffer next() {
    ByteBuffer buffer = takeFilled();
    if (!buffer.hasRemaining()) {
      Workers.await(digest);
    }
    return buffer;
  }

  private ByteBuffer takeFilled() {
    try {
      return filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while reading " + file.path(), null, e);
    }
  }

  void release(ByteBuffer buffer) {
    empty.add(buffer);
  }

  /** The digest of the whole file, once its end was reached. */
  Sha512 digest() {
    return Workers.await(digest);
  }

  private Sha512 readAll() throws InterruptedException {
    MessageDigest hash = Digests.sha512();
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long total = 0;
      ByteBuffer buffer = takeEmpty();
      while (fill(channel, buffer)) {
        hash.update(buffer.array(), 0, buffer.limit());
        total += buffer.limit();
        filled.put(buffer);
        buffer = takeEmpty();
      }
      if (total != file.size()) {
        throw file.changed();
      }
      file.requireUnchanged();
      return Sha512.of(hash.digest());
    } catch (IOException e) {
      throw SourceFile.unreadable(file.path(), e);
    } finally {
      filled.offer(ByteBuffer.allocate(0));
    }
  }

  /** Memory is taken when it is first needed: a small file never needs all of it. */
  private ByteBuffer takeEmpty() throws InterruptedException {
    ByteBuffer buffer = empty.take();
    return buffer.capacity() == 0 ? ByteBuffer.allocate(SIZE) : buffer;
  }

  private static boolean fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    buffer.clear();
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // a read may stop early
    }
    buffer.flip();
    return buffer.hasRemaining();
  }

  /** Stops reading. */
  @Override
  public void close() {
    worker.close();
  }
}
