package io.vmcaster.uploader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  @Test
  void stepsFollowFromTheTimeoutOfASection() {
    Timeouts timeouts = Timeouts.of(Duration.ofSeconds(30));

    assertThat(timeouts.connect()).hasSeconds(20);
    assertThat(timeouts.answer()).hasSeconds(30);
    assertThat(timeouts.open()).hasSeconds(150);
    assertThat(timeouts.stall()).hasSeconds(60);
  }

  @Test
  void aLargeFileIsCheckedForLongerButNotForEver() {
    Timeouts timeouts = Timeouts.of(Duration.ofSeconds(30));

    assertThat(timeouts.finish(0)).hasSeconds(300);
    assertThat(timeouts.finish(1_000_000_000)).hasSeconds(400);
    assertThat(timeouts.finish(Long.MAX_VALUE / 2)).hasMinutes(50);
  }

  @Test
  void nobodyWaitsLongForCleaning() {
    Timeouts timeouts = Timeouts.of(Duration.ofSeconds(30)).atMost(Duration.ofSeconds(10));

    assertThat(timeouts.answer()).hasSeconds(10);
    assertThat(timeouts.connect()).hasSeconds(10);
  }
}
