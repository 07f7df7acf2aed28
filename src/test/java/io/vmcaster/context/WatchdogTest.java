package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private final CountDownLatch bite = new CountDownLatch(1);

  @Test
  void aStepThatTakesTooLongIsEnded() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog(Duration.ofMillis(40), bite::countDown)) {
      watchdog.begin();

      assertThat(bite.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(watchdog.hasBitten()).isTrue();
    }
  }

  @Test
  void progressDoesNotMakeAStepLongerThanItMayBe() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog(Duration.ofMillis(40), bite::countDown)) {
      watchdog.begin(Duration.ofMinutes(1), Duration.ofMillis(40));
      watchdog.progress();

      assertThat(bite.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }
}
