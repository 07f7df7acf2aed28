package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Timeouts;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The connection to a pool. Numbers are big endian; each request and each answer begins with the
 * count of the bytes that follow.
 */
final class DataConnection implements Closeable {
  static final int WRITE = 1;
  static final int READ = 2;
  static final int CLOSE = 4;
  private static final int ACKNOWLEDGE = 6;
  private static final int FINISH = 7;
  private static final int DATA = 8;
  private static final int END_OF_DATA = -1;
  private static final int CHECKSUM = 1;
  private static final int ADLER32 = 1;
  private static final int LONGEST_ANSWER = 1 << 16;

  private final TimedChannel channel;
  private final int session;
  private final Timeouts timeouts;
  private final ByteBuffer input = ByteBuffer.allocate(1 << 18).flip();

  private DataConnection(TimedChannel channel, int session, Timeouts timeouts) {
    this.channel = channel;
    this.session = session;
    this.timeouts = timeouts;
  }

  /** Goes to the pool and says who comes, with the words that the door gave for it. */
  static DataConnection toPool(
      String host, int port, int session, String challenge, Timeouts timeouts) throws IOException {
    TimedChannel channel = TimedChannel.connect(host, port, timeouts.connect());
    DataConnection connection = new DataConnection(channel, session, timeouts);
    byte[] words = challenge.getBytes(StandardCharsets.UTF_8);
    ByteBuffer greeting = ByteBuffer.allocate(8 + words.length);
    try {
      connection.send(greeting.putInt(session).putInt(words.length).put(words).flip());
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Asks to write from here on; data may follow when the pool agrees. */
  void beginWriting() throws IOException, DcapException {
    send(ByteBuffer.allocate(8).putInt(4).putInt(WRITE).flip());
    answer(ACKNOWLEDGE, WRITE, timeouts.answer());
    send(ByteBuffer.allocate(8).putInt(4).putInt(DATA).flip());
  }

  /** Ends the data and waits until the pool has them. */
  void endWriting() throws IOException, DcapException {
    send(ByteBuffer.allocate(4).putInt(END_OF_DATA).flip());
    answer(FINISH, WRITE, timeouts.stall());
  }

  /** Asks for bytes from here on. */
  void beginReading(long size) throws IOException, DcapException {
    send(ByteBuffer.allocate(16).putInt(12).putInt(READ).putLong(size).flip());
    answer(ACKNOWLEDGE, READ, timeouts.answer());
    int length = number(timeouts.stall());
    int kind = number(timeouts.stall());
    if (length != 4 || kind != DATA) {
      throw new IOException("the pool sent something else than data");
    }
  }

  /** The length of the next block of data; -1 at their end. */
  int nextBlock() throws IOException {
    int length = number(timeouts.stall());
    if (length < END_OF_DATA) {
      throw new IOException("the pool sent a block of impossible length");
    }
    return length;
  }

  /** Reads at most so many bytes of a block. */
  int readSome(byte[] target, int offset, int length) throws IOException {
    fill(1, timeouts.stall());
    int count = Math.min(length, input.remaining());
    input.get(target, offset, count);
    return count;
  }

  /** Waits until the pool says that it sent everything. */
  void endReading() throws IOException, DcapException {
    answer(FINISH, READ, timeouts.stall());
  }

  /** Ends a transfer that wrote nothing. */
  void finish() throws IOException, DcapException {
    finish(ByteBuffer.allocate(8).putInt(4).putInt(CLOSE));
  }

  /**
   * Ends a transfer and tells the checksum that the pool is to compare.
   *
   * @param adler32 of all bytes that were sent
   */
  void finish(long adler32) throws IOException, DcapException {
    ByteBuffer request = ByteBuffer.allocate(24).putInt(20).putInt(CLOSE);
    finish(request.putInt(12).putInt(CHECKSUM).putInt(ADLER32).putInt((int) adler32));
  }

  private void finish(ByteBuffer request) throws IOException, DcapException {
    send(request.flip());
    answer(ACKNOWLEDGE, CLOSE, timeouts.answer());
  }

  private void answer(int kind, int command, Duration wait) throws IOException, DcapException {
    int length = number(wait);
    if (length < 12 || length > LONGEST_ANSWER) {
      throw new IOException("the pool sent an answer of impossible length");
    }
    ByteBuffer answer = ByteBuffer.wrap(bytes(length, wait));
    if (answer.getInt() != kind || answer.getInt() != command) {
      throw new IOException("the pool answered something that was not asked");
    }
    int code = answer.getInt();
    if (code != 0) {
      throw new DcapException(code, text(answer), "");
    }
  }

  private static String text(ByteBuffer answer) {
    int length = answer.remaining() < 2 ? 0 : answer.getShort();
    byte[] text = new byte[Math.max(0, Math.min(length, answer.remaining()))];
    answer.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private int number(Duration wait) throws IOException {
    fill(4, wait);
    return input.getInt();
  }

  private byte[] bytes(int length, Duration wait) throws IOException {
    byte[] bytes = new byte[length];
    fill(length, wait);
    input.get(bytes);
    return bytes;
  }

  private void fill(int needed, Duration wait) throws IOException {
    if (input.remaining() >= needed) {
      return;
    }
    input.compact();
    try {
      Deadline deadline = Deadline.in(wait);
      while (input.position() < needed) {
        int count = channel.read(input, deadline.remaining());
        if (count < 0) {
          throw new EOFException("the pool closed the connection");
        }
        if (count == 0 && deadline.passed()) {
          throw new SocketTimeoutException("the pool was silent");
        }
      }
    } finally {
      input.flip();
    }
  }

  /** Sends what a buffer holds. */
  void send(ByteBuffer bytes) throws IOException {
    channel.write(bytes, timeouts.stall());
  }

  @Override
  public void close() {
    channel.close();
  }

  /** Waits for a pool that comes to us, as those of dCache before 9 may do. */
  record Listener(ServerSocketChannel server) implements Closeable {
    private static final Duration GREETING = Duration.ofSeconds(2);

    /**
     * Listens on a free port.
     *
     * @param address where the door sees this machine
     */
    static Listener on(InetAddress address) throws IOException {
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        server.configureBlocking(false);
        server.bind(new InetSocketAddress(address, 0));
        return new Listener(server);
      } catch (IOException e) {
        server.close();
        throw e;
      }
    }

    InetSocketAddress address() throws IOException {
      return (InetSocketAddress) server.getLocalAddress();
    }

    /** The connection of a pool that came for a question; empty when none has come by now. */
    Optional<DataConnection> accepted(int session, Timeouts timeouts) throws IOException {
      SocketChannel channel = server.accept();
      if (channel == null) {
        return Optional.empty();
      }
      DataConnection connection = new DataConnection(new TimedChannel(channel), session, timeouts);
      if (isOurs(connection)) {
        return Optional.of(connection);
      }
      connection.close();
      return Optional.empty();
    }

    /** Whether a pool's greeting answers our question; strangers that knock are sent away. */
    private static boolean isOurs(DataConnection connection) {
      try {
        int greeted = connection.number(GREETING);
        int length = connection.number(GREETING);
        if (length < 0 || length > LONGEST_ANSWER) {
          return false;
        }
        connection.bytes(length, GREETING);
        return greeted == connection.session;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
