package io.vmcaster.uploader;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file being written. What is written becomes a finished file only with {@link #commit}; closing
 * without it gives up, and may leave a short file behind.
 */
public abstract class Upload extends OutputStream {

  @Override
  public final void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Sends some bytes.
   *
   * @throws io.vmcaster.error.Failure.TemporaryFailure when the connection fails or the disk is
   *     full
   * @throws io.vmcaster.error.Failure.TransferFailure when the server refuses
   */
  @Override
  public abstract void write(byte[] bytes, int offset, int length);

  /** Waits until the server has everything and says so; the failures are those of writing. */
  public abstract void commit();

  /** Lets go of the connection's part; gives the file up when it was not committed. Idempotent. */
  @Override
  public abstract void close();

  /** Does nothing: only {@link #commit} says that the bytes have arrived. */
  @Override
  public void flush() throws IOException {}
}
