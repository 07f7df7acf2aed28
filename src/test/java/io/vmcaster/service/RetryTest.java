package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.service.PublishingContext.Retry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void whatSucceedsIsNotTriedAgain() {
    assertThat(retry(2).run(attempts::incrementAndGet)).isEqualTo(1);
  }

  @Test
  void temporaryFailuresAreTriedAgain() {
    assertThat(retry(2).run(() -> failUntil(3))).isEqualTo(3);
  }

  @Test
  void theLastFailureIsTheOneThatCounts() {
    assertThatThrownBy(() -> retry(2).run(() -> failUntil(4)))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessage("attempt 3");
  }

  @Test
  void whatIsRefusedForGoodIsNotTriedAgain() {
    assertThatThrownBy(
            () ->
                retry(2)
                    .run(
                        () -> {
                          attempts.incrementAndGet();
                          throw new TransferFailure("refused", null);
                        }))
        .isInstanceOf(TransferFailure.class);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void afterAnInterruptNothingIsTriedAgain() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> retry(1).run(() -> failUntil(9))).hasMessage("attempt 1");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptEndsTheWaiting() {
    Thread waiting = Thread.currentThread();
    Retry patient =
        new Retry(
            1,
            Duration.ofMinutes(1),
            new Messages() {
              @Override
              public void warn(String text) {
                waiting.interrupt();
              }

              @Override
              public void info(String text) {}
            });
    assertThatThrownBy(() -> patient.run(() -> failUntil(9)))
        .isInstanceOf(InterruptedFailure.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private int failUntil(int attempt) {
    int now = attempts.incrementAndGet();
    if (now < attempt) {
      throw new TemporaryFailure("attempt " + now, null);
    }
    return now;
  }

  private static Retry retry(int retries) {
    return new Retry(retries, Duration.ofMillis(1), Messages.SILENT);
  }
}
