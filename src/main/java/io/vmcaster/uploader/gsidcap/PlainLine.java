package io.vmcaster.uploader.gsidcap;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Lines straight over TCP. */
final class PlainLine implements ControlLine {
  private static final int LINE_LIMIT = 1 << 18;

  private final TimedChannel channel;
  private final Duration stall;
  private final LineBuffer lines = new LineBuffer(LINE_LIMIT);
  private final ByteBuffer input = ByteBuffer.allocate(8192);

  PlainLine(TimedChannel channel, Duration stall) {
    this.channel = channel;
    this.stall = stall;
  }

  @Override
  public void send(String line) throws IOException {
    channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)), stall);
  }

  @Override
  public Optional<String> receive(Duration wait) throws IOException {
    Deadline deadline = Deadline.in(wait);
    Optional<String> line = lines.next();
    while (line.isEmpty()) {
      int count = channel.read(input.clear(), deadline.remaining());
      if (count < 0) {
        throw new EOFException("the door closed the connection");
      }
      lines.add(input.array(), 0, count);
      line = lines.next();
      if (line.isEmpty() && deadline.passed()) {
        return line;
      }
    }
    return line;
  }

  @Override
  public InetAddress localAddress() throws IOException {
    return channel.localAddress();
  }

  @Override
  public void close() {
    channel.close();
  }
}
