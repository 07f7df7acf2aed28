package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/** A connection to a door that carries lines of text both ways. */
abstract class ControlLine implements Closeable {
  private final LineBuffer lines;

  /**
   * Nothing has arrived yet.
   *
   * @param limit how many bytes a line may have
   */
  ControlLine(int limit) {
    this.lines = new LineBuffer(limit);
  }

  /** Makes the line to a door, on a connection that stands. */
  @FunctionalInterface
  interface Opener {
    /**
     * Makes sure that what a line needs of this side is there and good, before anything is sent.
     *
     * @throws io.vmcaster.error.Failure.TrustFailure when it is not
     */
    default void prepare() {}

    /**
     * Makes a line that is ready for commands.
     *
     * @param channel the connection, which the caller closes when this fails
     * @throws io.vmcaster.error.Failure.TrustFailure when one side does not prove who it is
     */
    ControlLine open(TimedChannel channel, ServerUrl door, Timeouts timeouts) throws IOException;

    /** Makes lines without any proof. */
    Opener PLAIN = (channel, door, timeouts) -> new Plain(channel, timeouts);
  }

  /** Sends a line; the end of line is added. */
  final void send(String line) throws IOException {
    sendBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  abstract void sendBytes(byte[] bytes) throws IOException;

  /**
   * Waits for a line. What has arrived of an unfinished line is kept for the next call.
   *
   * @return the line without its end, empty when none was whole in time
   * @throws EOFException when the door has closed
   */
  Optional<String> receive(Duration wait) throws IOException {
    Deadline deadline = Deadline.in(wait);
    Optional<String> line = lines.next();
    while (line.isEmpty()) {
      byte[] bytes = receiveBytes(deadline.remaining());
      lines.add(bytes, 0, bytes.length);
      line = lines.next();
      if (line.isEmpty() && deadline.passed()) {
        break;
      }
    }
    return line;
  }

  /** What has arrived; nothing when nothing did in time. */
  abstract byte[] receiveBytes(Duration wait) throws IOException;

  /** This machine's address as the door sees it. */
  abstract InetAddress localAddress() throws IOException;

  @Override
  public abstract void close();

  /** Lines straight over TCP, without any proof. */
  static final class Plain extends ControlLine {
    private final TimedChannel channel;
    private final Duration stall;
    private final ByteBuffer input = ByteBuffer.allocate(8192);

    Plain(TimedChannel channel, Timeouts timeouts) {
      super(1 << 18);
      this.channel = channel;
      this.stall = timeouts.answer();
    }

    @Override
    void sendBytes(byte[] bytes) throws IOException {
      channel.write(ByteBuffer.wrap(bytes), stall);
    }

    @Override
    byte[] receiveBytes(Duration wait) throws IOException {
      int count = channel.read(input.clear(), wait);
      if (count < 0) {
        throw new EOFException("the door closed the connection");
      }
      return Arrays.copyOf(input.array(), count);
    }

    @Override
    InetAddress localAddress() throws IOException {
      return channel.localAddress();
    }

    @Override
    public void close() {
      channel.close();
    }
  }

  /** Cuts arriving bytes into lines. */
  static final class LineBuffer {
    private final int limit;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Queue<String> lines = new ArrayDeque<>();

    LineBuffer(int limit) {
      this.limit = limit;
    }

    void add(byte[] bytes, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          lines.add(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
        } else if (begun.size() == limit) {
          throw new IOException("a line is longer than " + limit + " bytes");
        } else {
          begun.write(bytes[i]);
        }
      }
    }

    /** The oldest whole line, without its end. */
    Optional<String> next() {
      return Optional.ofNullable(lines.poll());
    }
  }
}
