package io.vmcaster.compression;

import io.vmcaster.compression.SourceFile.SourceReader;
import io.vmcaster.compression.SourceFile.SourceReader.Chunk;
import io.vmcaster.context.Progress;
import io.vmcaster.model.Sha512;
import java.nio.file.Path;

/** Digests of files. */
public final class Digests {

  private Digests() {}

  /**
   * The digest of a file, at the speed of reading.
   *
   * @param file a local file with at least one byte
   * @param progress is told what is done
   * @throws io.vmcaster.error.Failure.NotFoundFailure when it is not there
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when it is no readable file, or empty
   * @throws io.vmcaster.error.Failure.TemporaryFailure when it changes meanwhile
   */
  public static Sha512 sha512(Path file, Progress progress) {
    SourceFile source = SourceFile.of(file);
    try (SourceReader reader = new SourceReader(source);
        Progress.Task task = progress.begin("hashing " + file.getFileName(), source.size())) {
      Chunk chunk = reader.next();
      while (!chunk.isEnd()) {
        task.advance(chunk.length());
        reader.release(chunk);
        chunk = reader.next();
      }
      return reader.digest();
    }
  }
}
