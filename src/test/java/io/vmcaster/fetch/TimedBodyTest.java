package io.vmcaster.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Watchdog.Pace;
import io.vmcaster.fetch.HttpClients.TimedBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedBodyTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final AtomicLong clock = new AtomicLong();
  private final TimedBody body =
      new TimedBody(
          new ByteArrayInputStream(new byte[100_100]), PATIENCE, new Pace(PATIENCE, clock::get));

  @AfterEach
  void close() throws IOException {
    body.close();
  }

  private int read(int count) throws IOException {
    return body.read(new byte[count], 0, count);
  }

  private void pass(int seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void aSmallLastPieceIsNotTooSlowNorIsTheEnd() throws IOException {
    assertThat(read(100_000)).isEqualTo(100_000);
    pass(90);
    assertThat(read(50)).isEqualTo(50);
    pass(90);
    assertThat(read(50)).isEqualTo(50);
    pass(90);
    assertThat(read(50)).isEqualTo(-1);
  }

  @Test
  void smallPiecesWithoutEndAreTooSlow() throws IOException {
    assertThat(read(10)).isEqualTo(10);
    pass(50);
    assertThat(read(10)).isEqualTo(10);
    pass(50);
    assertThat(read(10)).isEqualTo(10);

    assertThatThrownBy(() -> read(10))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("1000 bytes a second");
  }

  @Test
  void whoKeepsPaceIsRead() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(read(2_000)).isEqualTo(2_000);
      pass(2);
    }
  }
}
