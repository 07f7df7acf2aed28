package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Watchdog.Pace;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a file from its beginning to its end, and makes sure that it was the end. */
final class JavaDownload extends InputStream {
  private static final int MOST_EMPTY = 100;

  private final Door door;
  private final DcapSession.OpenFile file;
  private final long size;
  private long missing;
  private int empty;
  private final Pace pace;
  private int inBlock;
  private boolean ended;

  private JavaDownload(Door door, DcapSession.OpenFile file, long size)
      throws IOException, DcapException {
    this.door = door;
    this.file = file;
    this.size = size;
    this.missing = size;
    this.pace = new Pace(file.timeouts().stall());
    file.data().beginReading(size);
  }

  /** Opens a file. */
  static JavaDownload open(Door door, DcapSession session, String path)
      throws IOException, DcapException {
    long size =
        session
            .stat(path)
            .orElseThrow(() -> new DcapException(2, "No such file or directory", "ENOENT"))
            .size();
    DcapSession.OpenFile file = session.open(path, "r", "");
    try {
      return new JavaDownload(door, file, size);
    } catch (IOException | DcapException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try {
      return length == 0 ? 0 : readSome(target, offset, length);
    } catch (IOException e) {
      door.close(); // nobody knows what else comes on the line
      throw e;
    }
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    if (!nextBlock()) {
      return -1;
    }
    int count = file.data().readSome(target, offset, Math.min(length, inBlock));
    pace.moved(count);
    inBlock -= count;
    missing -= count;
    return count;
  }

  /** Makes sure that there is something left of a block; false at the end of the file. */
  private boolean nextBlock() throws IOException {
    while (!ended && inBlock == 0) {
      inBlock = file.data().nextBlock();
      if (inBlock > missing) {
        throw new IOException(
            "the pool sends more than the " + Messages.count(size, "byte") + " of the file");
      }
      if (inBlock == 0 && ++empty > MOST_EMPTY) {
        throw new IOException("the pool sends empty blocks without end");
      }
      if (inBlock < 0) {
        end();
      }
    }
    return !ended;
  }

  private void end() throws IOException {
    ended = true;
    if (missing != 0) {
      throw new EOFException(
          "the file ended " + Messages.count(missing, "byte") + " before its size");
    }
    try {
      file.data().endReading();
      file.data().finish();
      file.awaitEnd(file.timeouts().answer());
    } catch (DcapException e) {
      throw new IOException("the server reports an error at the end: " + e.words(), e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
