package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixCommandTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "sl:os,sl:os",
        "/C=DE/CN=x,/C=DE/CN=x",
        "a@b.org,a@b.org",
        "Owen Synge,'Owen Synge'",
        "||,''",
        "$(id),'$(id)'",
        "it's,'it'\\''s'",
        "a;b,'a;b'",
        "~,'~'"
      })
  void quotesForAShell(String word, String quoted) {
    assertThat(FixCommand.quote(word)).isEqualTo(quoted);
  }
}
