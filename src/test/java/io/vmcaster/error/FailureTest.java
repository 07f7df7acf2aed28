package io.vmcaster.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void eachKindHasTheExitStatusOfTheManual() {
    List<Failure> all =
        List.of(
            new UsageFailure("m", null),
            new ConfigurationFailure("m", null),
            new NotFoundFailure("m", null),
            new TemporaryFailure("m", null),
            new TransferFailure("m", null),
            new TrustFailure("m", null),
            new InvalidDataFailure("m", null),
            new LockedFailure("m"),
            new InterruptedFailure("m"));

    assertThat(all)
        .extracting(failure -> failure.status().code())
        .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 130);
  }

  @Test
  void whoFindsALockCanWaitAndWhoInterruptedKnowsWhy() {
    assertThat(new LockedFailure("m").advice().orElseThrow()).contains("--lock-wait");
    assertThat(new InterruptedFailure("m").advice()).isEmpty();
  }

  @Test
  void itHasACauseAndAdviceWhereTheyWereGiven() {
    IOException cause = new IOException("broken");

    assertThat(new TrustFailure("m", "a", cause)).hasCause(cause);
    assertThat(new TrustFailure("m", "a").advice()).contains("a");
    assertThat(new TrustFailure("m", null)).hasNoCause();
    assertThat(new TrustFailure("m", null).advice()).isEmpty();
  }

  @Test
  void aMessageIsNoLongerThanPeopleRead() {
    String message = new InvalidDataFailure("a" + "x".repeat(100_000) + "z", null).getMessage();

    assertThat(message).startsWith("ax").endsWith("xz").contains("100002 characters");
    assertThat(message).hasSizeLessThan(8000);
  }
}
