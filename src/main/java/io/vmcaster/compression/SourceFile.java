package io.vmcaster.compression;

import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;

/**
 * An image file of this machine as it was when it was looked at.
 *
 * @param path where it is
 * @param size its length in bytes, more than 0
 * @param modified when it was last written
 */
record SourceFile(Path path, long size, FileTime modified) {

  /**
   * Looks at a file.
   *
   * @throws NotFoundFailure when it is not there
   * @throws InvalidDataFailure when it cannot be an image: a directory, a device, a pipe, an empty
   *     or unreadable file
   */
  public static SourceFile of(Path path) {
    BasicFileAttributes attributes = attributes(path);
    if (attributes.isDirectory()) {
      throw refused(path, "it is a directory", null);
    }
    if (!attributes.isRegularFile()) {
      throw refused(path, "it is a device, a pipe or a socket, not a file", null);
    }
    if (attributes.size() == 0) {
      throw refused(path, "it is empty", null);
    }
    if (!Files.isReadable(path)) {
      throw refused(path, "reading it is not permitted", null);
    }
    return new SourceFile(path, attributes.size(), attributes.lastModifiedTime());
  }

  private static BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new NotFoundFailure(
          "cannot read the image " + path + ": there is no such file", null, e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Makes sure that the file is still what it was.
   *
   * @throws TemporaryFailure when it was written to meanwhile
   */
  public void requireUnchanged() {
    BasicFileAttributes now = attributes(path);
    if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
      throw changed();
    }
  }

  TemporaryFailure changed() {
    return new TemporaryFailure(
        "the image " + path + " changed while it was read",
        "Wait until nothing writes to it, then run the same command again.");
  }

  static InvalidDataFailure unreadable(Path path, IOException e) {
    return refused(
        path,
        e instanceof AccessDeniedException ? "reading it is not permitted" : e.getMessage(),
        e);
  }

  static InvalidDataFailure refused(Path path, String why, Exception cause) {
    return new InvalidDataFailure("cannot read the image " + path + ": " + why, null, cause);
  }

  /**
   * Reads a file ahead of who needs its bytes, and hashes it on the way, in a thread of its own. A
   * few buffers go round between the two.
   */
  static final class SourceReader implements AutoCloseable {

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

    /**
     * Hands on all bytes; asked once.
     *
     * @return the digest of the whole file
     */
    Sha512 copyTo(OutputStream to, Progress.Task task) throws IOException {
      Chunk chunk = takeFilled();
      while (!chunk.isEnd()) {
        to.write(chunk.buffer(), 0, chunk.length());
        task.advance(chunk.length());
        empty.add(chunk.buffer());
        chunk = takeFilled();
      }
      return Workers.await(digest);
    }

    private Chunk takeFilled() {
      try {
        return filled.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedFailure("interrupted while reading " + file.path(), e);
      }
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

    /**
     * A buffer with some of a file's bytes at its beginning.
     *
     * @param length how many bytes there are; 0 at the end of the file
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] buffer, int length) {

      static final Chunk END = new Chunk(new byte[0], 0);

      boolean isEnd() {
        return length == 0;
      }
    }
  }
}
