package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class TimedChannelTest {

  private static final Duration STALL = Duration.ofSeconds(3);
  private static final int MOST_TRIES = 5;

  /**
   * What counts is that bytes go on leaving, not how soon the last of many has left. On a loaded
   * machine the reader itself may be silent for so long: then it is tried again.
   */
  @Test
  void aSlowReaderIsNotTakenForASilentOne() throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        assertThat(timeToSendTo(TimedChannelTest::readSlowly)).isGreaterThan(STALL);
        return;
      } catch (SocketTimeoutException silent) {
        if (tries == MOST_TRIES) {
          throw silent;
        }
      }
    }
  }

  private static Duration timeToSendTo(Consumer<Socket> reading) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setReceiveBufferSize(1 << 16);
      try (TimedChannel channel =
              TimedChannel.connect("127.0.0.1", server.getLocalPort(), Patience.LONG);
          Socket reader = server.accept()) {
        new Thread(() -> reading.accept(reader)).start();
        Instant begun = Instant.now();
        channel.write(ByteBuffer.allocate(24 << 20), STALL);
        return Duration.between(begun, Instant.now());
      }
    }
  }

  /** At most five megabytes a second. */
  private static void readSlowly(Socket from) {
    try {
      while (from.getInputStream().readNBytes(250_000).length > 0) {
        Thread.sleep(50);
      }
    } catch (IOException e) {
      // the test is over
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
