package io.vmcaster.uploader.scp;

import com.jcraft.jsch.SftpException;
import io.vmcaster.context.Watchdog.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;

/** A file being read by SFTP, with a look at what JSch leaves to its caller. */
final class SftpInput extends InputStream {

  /** A server may end a piece early; one that sends nothing again and again never ends. */
  private static final int MOST_EMPTY = 100;

  /** JSch keeps whatever a server sends beyond what was asked for; an honest one sends nothing. */
  private static final int MOST_KEPT = 1 << 20;

  private final SftpUploader uploader;
  private final InputStream input;
  private final Pace pace;
  private boolean ended;

  /** Goes on where JSch has opened a file. */
  SftpInput(SftpUploader uploader, InputStream input) {
    this.uploader = uploader;
    this.input = input;
    this.pace = new Pace(uploader.connection().longest());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = step(() -> readSome(bytes, offset, length));
    ended |= count < 0;
    return count;
  }

  private int readSome(byte[] bytes, int offset, int length) throws IOException {
    for (int i = 0; i < MOST_EMPTY; i++) {
      int count = input.read(bytes, offset, length);
      if (count < 0 && !uploader.connection().isAlive()) {
        throw new IOException("the connection was closed"); // which JSch takes for the end
      }
      if (kept() > MOST_KEPT) {
        throw new IOException("the server sends more than it was asked for");
      }
      if (count > 0) {
        pace.moved(count);
      }
      if (count != 0) {
        return count;
      }
    }
    throw new IOException("the server sends nothing, again and again");
  }

  /**
   * How many bytes JSch holds for the next reads. It moves all of them at each, and tells nobody.
   */
  private int kept() {
    try {
      Field rest = input.getClass().getDeclaredField("rest_length");
      rest.setAccessible(true);
      return rest.getInt(input);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JSch keeps what it has read in another place", e);
    }
  }

  private int step(Callable<Integer> step) throws IOException {
    try {
      return uploader.connection().within(step);
    } catch (SftpException | OutOfMemoryError e) {
      giveUp();
      throw new IOException("the server's answer cannot be understood", e);
    } catch (IOException e) {
      giveUp();
      throw "error".equals(e.getMessage()) ? new IOException("the server stopped sending", e) : e;
    }
  }

  private void giveUp() {
    ended = true;
    uploader.drop();
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      step(
          () -> {
            input.close();
            return 0;
          });
    }
  }
}
