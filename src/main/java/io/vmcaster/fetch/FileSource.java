package io.vmcaster.fetch;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.NotFoundFailure;
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

  static Optional<Long> size(Path path) {
    try {
      return Files.exists(path) ? Optional.of(Files.size(path)) : Optional.empty();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  static long stream(Path path, long most, Fetcher.Sink sink) {
    if (Files.isDirectory(path)) {
      throw new NotFoundFailure("cannot read " + path + ": it is a directory", null);
    }
    byte[] piece = new byte[PIECE];
    long total = 0;
    try (InputStream in = Files.newInputStream(path)) {
      while (total < most) {
        int count = in.read(piece, 0, (int) Math.min(PIECE, most - total));
        if (count < 0) {
          break;
        }
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
