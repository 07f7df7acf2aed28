package io.vmcaster.compression;

import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure.TemporaryFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalInt;

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
      return compression == Compression.NONE
          ? copy(reader, sink, task, file.size())
          : compress(reader, sink, task, file.size());
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot write what becomes of " + source + ": " + e.getMessage(),
          "Make room where it is written, then run the same command again.",
          e);
    }
  }

  /** What is sent as it is has the digest of its source. */
  private static PackResult copy(
      SourceReader reader, OutputStream sink, Progress.Task task, long size) throws IOException {
    copy(reader, sink, task);
    return new PackResult(size, reader.digest(), size, reader.digest());
  }

  private PackResult compress(SourceReader reader, OutputStream sink, Progress.Task task, long size)
      throws IOException {
    try (HashingOutputStream result = new HashingOutputStream(sink)) {
      compress(reader, result, task);
      return new PackResult(size, reader.digest(), result.size(), result.digest());
    }
  }

  private void compress(SourceReader reader, HashingOutputStream result, Progress.Task task)
      throws IOException {
    try (OutputStream compressor = Codecs.compressor(compression, result, level)) {
      boolean whole = false;
      try {
        copy(reader, compressor, task);
        whole = true;
      } finally {
        if (!whole) {
          result.abandon();
        }
      }
    }
  }

  private static void copy(SourceReader reader, OutputStream to, Progress.Task task)
      throws IOException {
    Chunk chunk = reader.next();
    while (!chunk.isEnd()) {
      to.write(chunk.buffer(), 0, chunk.length());
      task.advance(chunk.length());
      reader.release(chunk);
      chunk = reader.next();
    }
  }
}
