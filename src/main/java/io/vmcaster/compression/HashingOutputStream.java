package io.vmcaster.compression;

import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.Future;

/**
 * Passes bytes on, and counts and hashes them meanwhile. Large chunks are hashed by a thread of its
 * own while they are written. Closing it leaves the stream below open.
 */
final class HashingOutputStream extends OutputStream {

  /** Smaller chunks are hashed sooner than handed over. */
  private static final int LARGE = 1 << 16;

  private final OutputStream out;
  private final Workers worker = new Workers("vmcaster-digest", 1);
  private final MessageDigest hash = Sha512.digest();
  private long size;
  private boolean abandoned;

  HashingOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (abandoned) {
      return;
    }
    boolean done = false;
    try {
      writeAndHash(bytes, offset, length);
      done = true;
    } finally {
      abandoned |= !done;
    }
    size += length;
  }

  private void writeAndHash(byte[] bytes, int offset, int length) throws IOException {
    if (length < LARGE) {
      out.write(bytes, offset, length);
      hash.update(bytes, offset, length);
      return;
    }
    Future<Void> hashed = worker.submit(() -> update(bytes, offset, length));
    out.write(bytes, offset, length);
    Workers.await(hashed);
  }

  private Void update(byte[] bytes, int offset, int length) {
    hash.update(bytes, offset, length);
    return null;
  }

  /** From now on nothing is written: what a compressor still has to say on closing is no use. */
  void abandon() {
    abandoned = true;
  }

  long size() {
    return size;
  }

  /** The digest of all that was written; asked once. */
  Sha512 digest() {
    return Sha512.of(hash.digest());
  }

  @Override
  public void flush() throws IOException {
    if (!abandoned) {
      out.flush();
    }
  }

  /** Ends the thread, not the stream below. */
  @Override
  public void close() {
    worker.close();
  }
}
