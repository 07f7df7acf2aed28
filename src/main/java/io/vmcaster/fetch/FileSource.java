package io.vmcaster.fetch;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.Failure;
import io.vmcaster.error.NotFoundFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of this machine. */
final class FileSource {

  private static final int PIECE = 1 << 18;

  private FileSource() {}

  static Optional<RemoteFile> stat(Path path) {
    try {
      return Files.exists(path)
          ? Optional.of(new RemoteFile(Files.size(path), Files.isDirectory(path)))
          : Optional.empty();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  static long stream(Path path, Fetcher.Sink sink) {
    if (Files.isDirectory(path)) {
      throw new NotFoundFailure("cannot read " + path + ": it is a directory", null);
    }
    byte[] piece = new byte[PIECE];
    long total = 0;
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        sink.accept(piece, 0, count);
        total += count;
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
    return total;
  }

  private static Failure failure(Path path, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : Files.exists(path) ? e.getMessage() : "there is no such file";
    return new NotFoundFailure("cannot read " + path + ": " + why, null, e);
  }
}
