package io.vmcaster.uploader.gsidcap;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** One transfer on its data connection, as a pool does it. */
final class DoorDataTransfer {
  private static final int WRITE = 1;
  private static final int READ = 2;
  private static final int SEEK = 3;
  private static final int CLOSE = 4;
  private static final int ACK = 6;
  private static final int FIN = 7;
  private static final int DATA = 8;
  private static final int SEEK_AND_READ = 11;
  private static final int SEEK_AND_WRITE = 12;
  private static final int NO_SUM = 0;
  private static final int BLOCK = 1 << 20;

  private final TestDoor door;
  private final DoorTransfer transfer;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final WritableByteChannel raw;
  private boolean healthy = true;

  DoorDataTransfer(TestDoor door, DoorTransfer transfer, Socket socket) throws IOException {
    this.door = door;
    this.transfer = transfer;
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(socket.getOutputStream());
    this.raw = Channels.newChannel(socket.getOutputStream());
  }

  /** What a pool says that came to the client. */
  void greet(int session) throws IOException {
    out.writeLong((long) session << 32);
  }

  /** Serves until the client ends; tells the client how it went on its control line. */
  void run() throws IOException {
    try (DoorFile file = new DoorFile(transfer, door.faults())) {
      serve(file);
    } catch (EOFException e) {
      // as dCache's pools do: what came until here stays, and nobody complains
      door.log("data connection ends early");
      transfer.succeed();
    } catch (DoorFile.Dropped e) {
      transfer.fail(10006, "The pool has lost the connection");
    }
  }

  private void serve(DoorFile file) throws IOException {
    for (boolean open = true; open; ) {
      int length = in.readInt();
      int command = in.readInt();
      switch (command) {
        case WRITE -> write(file, WRITE);
        case SEEK_AND_WRITE -> {
          seek(file);
          write(file, SEEK_AND_WRITE);
        }
        case READ -> read(file, READ);
        case SEEK_AND_READ -> {
          seek(file);
          read(file, SEEK_AND_READ);
        }
        case SEEK -> sought(file);
        case CLOSE -> {
          end(file, length);
          open = false;
        }
        default -> throw new IOException("unknown request " + command);
      }
    }
  }

  private void seek(DoorFile file) throws IOException {
    long offset = in.readLong();
    file.seek(offset, in.readInt());
  }

  private void sought(DoorFile file) throws IOException {
    seek(file);
    out.writeInt(20);
    out.writeInt(ACK);
    out.writeInt(SEEK);
    out.writeInt(0);
    out.writeLong(file.position());
  }

  private void write(DoorFile file, int command) throws IOException {
    if (door.silent(DoorFault.SILENT_WRITE)) {
      return;
    }
    if (!healthy) {
      refuse(ACK, command, "WRITE denied (IO not ok)");
      return;
    }
    good(ACK, command);
    in.readInt();
    if (in.readInt() != DATA) {
      throw new IOException("data expected");
    }
    byte[] buffer = new byte[BLOCK];
    for (int block = in.readInt(); block >= 0; block = in.readInt()) {
      take(file, block, buffer);
    }
    if (door.silent(DoorFault.SILENT_FIN)) {
      return;
    }
    if (healthy) {
      good(FIN, command);
    } else {
      refuse(FIN, command, "[2]Problem in writing");
    }
  }

  private void take(DoorFile file, int block, byte[] buffer) throws IOException {
    for (int left = block; left > 0; ) {
      int count = in.read(buffer, 0, Math.min(left, file.portion(buffer.length)));
      if (count < 0) {
        throw new EOFException();
      }
      left -= count;
      healthy &= file.write(buffer, count);
      if (file.isPastMiddle()) {
        door.silent(DoorFault.SILENT_DATA);
      }
    }
  }

  private void read(DoorFile file, int command) throws IOException {
    long wanted = in.readLong();
    good(ACK, command);
    out.writeInt(4);
    out.writeInt(DATA);
    while (door.faults().has(DoorFault.EMPTY_BLOCKS)) {
      out.writeInt(0);
    }
    while (door.faults().has(DoorFault.FLOOD_DATA)) {
      out.writeInt(4);
      out.writeInt(0);
    }
    while (door.faults().has(DoorFault.DRIP_DATA)) {
      out.writeInt(1);
      out.write(0);
      TestDoor.sleep(50);
    }
    while (wanted > 0 && file.remaining() > 0) {
      int count = (int) Math.min(Math.min(wanted, file.portion(BLOCK)), file.remaining());
      out.writeInt(count);
      send(file.channel(), file.position(), count);
      file.advance(count);
      wanted -= count;
    }
    out.writeInt(-1);
    good(FIN, command);
  }

  private void send(FileChannel channel, long position, int count) throws IOException {
    for (long done = 0; done < count; ) {
      done += channel.transferTo(position + done, count - done, raw);
    }
  }

  private void end(DoorFile file, int length) throws IOException {
    long sum = checksum(length);
    if (door.silent(DoorFault.SILENT_CLOSE)) {
      return;
    }
    if (healthy) {
      good(ACK, CLOSE);
    } else {
      refuse(ACK, CLOSE, "IOError");
    }
    file.finish();
    if (!door.silent(DoorFault.SILENT_END)) {
      judge(file, sum);
    }
  }

  private void judge(DoorFile file, long sum) throws IOException {
    if (!healthy) {
      transfer.fail(10005, "No space left on device");
    } else if (door.faults().has(DoorFault.CHECKSUM_MISMATCH) || !file.agrees(sum)) {
      transfer.fail(10004, "Checksum mismatch (expected=1:" + Long.toHexString(sum) + ")");
    } else {
      transfer.succeed();
    }
  }

  /** The client's checksum; {@link DoorFile#NO_SUM} when it has none. */
  private long checksum(int length) throws IOException {
    if (length == 4) {
      return DoorFile.NO_SUM;
    }
    in.readInt();
    in.readInt();
    in.readInt();
    return in.readInt() & 0xffffffffL;
  }

  private void good(int kind, int command) throws IOException {
    java.nio.ByteBuffer answer = java.nio.ByteBuffer.allocate(16);
    out.write(answer.putInt(12).putInt(kind).putInt(command).putInt(NO_SUM).array());
  }

  private void refuse(int kind, int command, String text) throws IOException {
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(14 + words.length);
    out.writeInt(kind);
    out.writeInt(command);
    out.writeInt(204);
    out.writeShort(words.length);
    out.write(words);
  }
}
