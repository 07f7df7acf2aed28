package io.vmcaster.compression;

import io.vmcaster.compression.SourceFile.SourceReader;
import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.OptionalInt;
import java.util.concurrent.Future;

/**
 * Reads an image file once, and hashes, compresses and sends it meanwhile. The file is read and
 * hashed in one thread, compressed in others, hashed again in another, and sent by the caller's. A
 * few dozen megabytes are under way at most.
 *
 * <p>Stateless but for its settings; the same packer may pack many files.
 *
 * @param compression what to make of it; {@link Compression#NONE} sends it as it is
 * @param level of the compression; empty for the usual one
 */
public record ImageCompressor(Compression compression, OptionalInt level) {

  /**
   * Checks the level.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when the compression has no such level
   */
  public ImageCompressor {
    compression.requireLevel(level);
  }

  /**
   * Packs a file into a stream.
   *
   * @param source a local file with at least one byte
   * @param sink where the result goes; written by this thread only, and left open; its own failures
   *     come out as they are
   * @param what is done, for the progress, such as {@code "sending image.qcow2"}
   * @param progress is told how much of the source is done
   * @throws io.vmcaster.error.Failure.NotFoundFailure when the source is not there
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when it is no readable file, or empty
   * @throws TemporaryFailure when it changes meanwhile, or the sink cannot be written
   * @throws io.vmcaster.error.Failure.InterruptedFailure when this thread is interrupted
   */
  public PackResult pack(Path source, OutputStream sink, String what, Progress progress) {
    SourceFile file = SourceFile.of(source);
    try (SourceReader reader = new SourceReader(file);
        Progress.Task task = progress.begin(what, file.size())) {
      if (compression == Compression.NONE) {
        Sha512 digest = reader.copyTo(sink, task);
        return new PackResult(file.size(), digest, file.size(), digest);
      }
      try (HashingOutputStream result = new HashingOutputStream(sink)) {
        Sha512 digest = compress(reader, result, task);
        return new PackResult(file.size(), digest, result.size(), result.digest());
      }
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot write the packed image " + source + ": " + e.getMessage(),
          "Make room where it is written, then run the same command again.",
          e);
    }
  }

  private Sha512 compress(SourceReader reader, HashingOutputStream result, Progress.Task task)
      throws IOException {
    try (OutputStream compressor = compression.compressor(result, level)) {
      try {
        return reader.copyTo(compressor, task);
      } catch (Throwable e) {
        result.abandon();
        throw e;
      }
    }
  }

  /**
   * The digest of a file, at the speed of reading.
   *
   * @throws io.vmcaster.error.Failure as {@link #pack}
   */
  public static Sha512 sha512(Path file, Progress progress) {
    return new ImageCompressor(Compression.NONE, OptionalInt.empty())
        .pack(file, OutputStream.nullOutputStream(), "hashing " + file.getFileName(), progress)
        .sha512();
  }

  /**
   * What was read and what was made of it.
   *
   * @param sourceSize the size of the source in bytes
   * @param sourceSha512 the digest of the source
   * @param size the size of the result in bytes
   * @param sha512 the digest of the result
   */
  public record PackResult(long sourceSize, Sha512 sourceSha512, long size, Sha512 sha512) {}

  /**
   * Passes bytes on, and counts and hashes them meanwhile. Large chunks are hashed by a thread of
   * its own while they are written. Closing it leaves the stream below open.
   */
  static final class HashingOutputStream extends OutputStream {

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
      try {
        writeAndHash(bytes, offset, length);
      } catch (Throwable e) {
        abandon();
        throw e;
      }
      size += length;
    }

    private void writeAndHash(byte[] bytes, int offset, int length) throws IOException {
      if (length < LARGE) {
        out.write(bytes, offset, length);
        hash.update(bytes, offset, length);
        return;
      }
      Future<Integer> hashed =
          worker.submit(
              () -> {
                hash.update(bytes, offset, length);
                return length;
              });
      out.write(bytes, offset, length);
      Workers.await(hashed);
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
}
