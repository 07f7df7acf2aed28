package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsciiTest {

  @Test
  void onlyTheLettersOfAsciiAreLowered() {
    assertThat(Ascii.lower("AZaz09 ÄÖİ")).isEqualTo("azaz09 ÄÖİ");
  }

  @Test
  void controlCharactersAreFoundAndShownAsQuestionMarks() {
    assertThat(Ascii.holdsControl("a b~ä")).isFalse();
    for (String text : new String[] {"a\n", "\0", "\u007f", "\u009b31m"}) {
      assertThat(Ascii.holdsControl(text)).isTrue();
      assertThat(Ascii.visible(text)).contains("?");
      assertThat(Ascii.holdsControl(Ascii.visible(text))).isFalse();
    }
  }
}
