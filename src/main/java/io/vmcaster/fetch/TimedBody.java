package io.vmcaster.fetch;

import io.vmcaster.context.Watchdog;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A file as it comes from a server, which may not fall silent meanwhile. */
public final class TimedBody extends FilterInputStream {

  private final Watchdog watchdog;

  /**
   * A body that is given up when nothing comes for a while.
   *
   * @param patience how long a read may take
   */
  public TimedBody(InputStream body, Duration patience) {
    super(body);
    this.watchdog =
        new Watchdog(
            patience,
            () -> {
              try {
                body.close();
              } catch (IOException e) {
                // the reader is told anyway
              }
            });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? count : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    watchdog.begin();
    try {
      int count = in.read(bytes, offset, length);
      if (count >= 0 || !watchdog.hasBitten()) {
        return count;
      }
    } catch (IOException e) {
      if (!watchdog.hasBitten()) {
        throw e;
      }
    } finally {
      watchdog.end();
    }
    throw new HttpTimeoutException("the server fell silent");
  }

  @Override
  public void close() throws IOException {
    watchdog.close();
    super.close();
  }
}
