package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class TimedChannelTest {

  private static final Duration STALL = Duration.ofSeconds(3);

  /** What counts is that bytes go on leaving, not how soon the last of many has left. */
  @Test
  void aSlowReaderIsNotTakenForASilentOne() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setReceiveBufferSize(1 << 16);
      try (TimedChannel channel =
              TimedChannel.connect("127.0.0.1", server.getLocalPort(), Duration.ofSeconds(30));
          Socket reader = server.accept()) {
        ByteBuffer many = ByteBuffer.allocate(24 << 20);
        CompletableFuture<Void> reading =
            CompletableFuture.runAsync(() -> readSlowly(reader, many.capacity()));
        Instant begun = Instant.now();
        channel.write(many, STALL);
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(STALL);
        reading.join();
      }
    }
  }

  /** At most five megabytes a second. */
  private static void readSlowly(Socket from, int length) {
    try {
      for (int left = length; left > 0; ) {
        left -= from.getInputStream().readNBytes(Math.min(left, 250_000)).length;
        Thread.sleep(50);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
