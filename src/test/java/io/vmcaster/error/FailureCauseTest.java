package io.vmcaster.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class FailureCauseTest {
  private final Exception e =
      new IllegalStateException("outer", new IOException("middle", new EOFException("inner")));

  @Test
  void theFirstOfAKindIsFound() {
    assertThat(Failure.cause(e, IOException.class).orElseThrow()).hasMessage("middle");
    assertThat(Failure.cause(e, IllegalStateException.class).orElseThrow()).isSameAs(e);
    assertThat(Failure.cause(e, EOFException.class).isPresent()).isTrue();
    assertThat(Failure.cause(e, ConnectException.class).isPresent()).isFalse();
  }

  @Test
  void theRootIsWhatTheLastSays() {
    assertThat(Failure.rootMessage(e)).isEqualTo("inner");
    assertThat(Failure.rootMessage(new EOFException())).isEqualTo("null");
  }
}
