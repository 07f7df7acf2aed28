package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Watchdog.Pace;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void aServerThatMovesHardlyAnythingIsTooSlow() {
    Pace pace = new Pace(Duration.ZERO);

    assertThatThrownBy(() -> pace.moved(0))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("1000 bytes a second");
  }

  @Test
  void itIsNotJudgedBeforeItsTimeNorWhileItMoves() {
    assertThatCode(() -> new Pace(Duration.ofHours(1)).moved(0)).doesNotThrowAnyException();
    assertThatCode(() -> new Pace(Duration.ZERO).moved(Integer.MAX_VALUE))
        .doesNotThrowAnyException();
  }

  @Test
  void manyBytesMayTakeTheirTime() {
    assertThat(Pace.longest(5000, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(8));
  }
}
