package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Adler32;

/** A file on the pool's disk, which may be slow, full or forgetful. Zeros become holes. */
final class DoorFile implements Closeable {
  /** Says that the client sent no checksum. */
  static final long NO_SUM = -1;

  private static final byte[] ZEROS = new byte[1 << 20];
  private static final int SLOW_PORTION = 1 << 15;

  private final FileChannel channel;
  private final DoorFaults faults;
  private final boolean write;
  private final Adler32 sum = new Adler32();
  private boolean summed = true;
  private long position;
  private long end;

  DoorFile(DoorTransfer transfer, DoorFaults faults) throws IOException {
    this.faults = faults;
    this.write = transfer.write();
    StandardOpenOption how = write ? StandardOpenOption.WRITE : StandardOpenOption.READ;
    this.channel = FileChannel.open(transfer.file(), how);
    this.end = channel.size();
  }

  /** Writes some bytes; false when the disk is full. */
  boolean write(byte[] bytes, int count) throws IOException {
    sum.update(bytes, 0, count);
    if (faults.has(DoorFault.FULL_POOL) && position + count > faults.middle()) {
      return false;
    }
    if (!faults.has(DoorFault.DISCARD) && !Arrays.equals(bytes, 0, count, ZEROS, 0, count)) {
      put(ByteBuffer.wrap(bytes, 0, count));
    }
    advance(count);
    return true;
  }

  private void put(ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** Goes on, unless the connection is to be dropped here. */
  void advance(int count) throws IOException {
    position += count;
    end = Math.max(end, position);
    if (faults.has(DoorFault.DROP_DATA) && position >= faults.middle()) {
      finish();
      throw new Dropped();
    }
  }

  /** How many bytes to move at once; a slow pool takes its time. */
  int portion(int most) {
    if (faults.has(DoorFault.DROP_DATA)) {
      return (int) Math.max(1, Math.min(most, faults.middle() - position));
    }
    if (!faults.has(DoorFault.SLOW_POOL)) {
      return most;
    }
    TestDoor.sleep(30);
    return Math.min(most, SLOW_PORTION);
  }

  boolean isPastMiddle() {
    return position >= faults.middle();
  }

  void seek(long offset, int whence) {
    summed = false;
    position = offset + (whence == 0 ? 0 : whence == 1 ? position : end);
  }

  long position() {
    return position;
  }

  long remaining() {
    return end - position;
  }

  FileChannel channel() {
    return channel;
  }

  /** Gives a file that ends in a hole its length. */
  void finish() throws IOException {
    long length = end - (faults.has(DoorFault.SHORT_FILE) ? 1 : 0);
    if (!write) {
      return;
    }
    if (channel.size() > length) {
      channel.truncate(length);
    } else if (channel.size() < length) {
      channel.write(ByteBuffer.allocate(1), length - 1);
    }
  }

  /** Whether the client's checksum is that of what has come. */
  boolean agrees(long other) {
    return other == NO_SUM || !summed || !write || other == sum.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The connection is dropped on purpose. */
  static final class Dropped extends IOException {}
}
