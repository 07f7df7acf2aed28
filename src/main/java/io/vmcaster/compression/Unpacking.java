package io.vmcaster.compression;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;

/** Unpacks a compressed file whole in a thread of its own, to see whether all of it is there. */
public final class Unpacking implements AutoCloseable {

  private final Workers worker = new Workers("vmcaster-unpacking", 1);
  private final Future<Optional<String>> missing;

  /**
   * Begins.
   *
   * @param compression of the file; nothing is done without one
   * @param expected what it should be, such as {@code ova.gz}
   */
  public Unpacking(Path path, Compression compression, String expected) {
    missing =
        worker.submit(
            () ->
                compression == Compression.NONE
                    ? Optional.empty()
                    : ImageFormats.missingInside(path, compression, expected));
  }

  /**
   * Waits for the end.
   *
   * @return what is missing, as the end of a sentence that begins with the file
   * @throws io.vmcaster.error.Failure.InterruptedFailure when this thread is interrupted
   */
  public Optional<String> missing() {
    return Workers.await(missing);
  }

  @Override
  public void close() {
    worker.close();
  }
}
