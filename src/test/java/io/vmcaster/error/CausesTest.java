package io.vmcaster.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final Exception e =
      new IllegalStateException("outer", new IOException("middle", new EOFException("inner")));

  @Test
  void theFirstOfAKindIsFound() {
    assertThat(Causes.find(e, IOException.class).orElseThrow()).hasMessage("middle");
    assertThat(Causes.find(e, IllegalStateException.class).orElseThrow()).isSameAs(e);
    assertThat(Causes.has(e, EOFException.class)).isTrue();
    assertThat(Causes.has(e, ConnectException.class)).isFalse();
  }

  @Test
  void theRootIsWhatTheLastSays() {
    assertThat(Causes.root(e)).isEqualTo("inner");
    assertThat(Causes.root(new EOFException())).isEqualTo("null");
  }
}
