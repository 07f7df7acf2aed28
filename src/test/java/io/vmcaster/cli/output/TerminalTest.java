package io.vmcaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lists and servers say is shown, and does nothing to the terminal. */
class TerminalTest {

  @ParameterizedTest
  @ValueSource(
      chars = {
        '\u0000', '\u001b', '\u007f', '\u009b', '\u061c', '\u200b', '\u200e', '\u200f', '\u2028',
        '\u2029', '\u202a', '\u202e', '\u2060', '\u2066', '\u2069', '\ufeff'
      })
  void escapesWhatATerminalObeysOrHides(char c) {
    String escaped = "a" + String.format("\\u%04x", (int) c) + "b";

    assertThat(Terminal.printable("a" + c + "b")).isEqualTo(escaped);
    assertThat(Terminal.cell("a" + c + "b")).isEqualTo(escaped);
    assertThat(Terminal.row("a" + c + "b")).isEqualTo(escaped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "Größe", "\u06a9\u200c\u0646", "\ud83d\udc69\u200d\ud83d\udcbb"})
  void showsWhatPeopleWrite(String text) {
    assertThat(Terminal.cell(text)).isEqualTo(text);
  }

  @Test
  void keepsWhatTheFormOfTheTextNeeds() {
    assertThat(Terminal.printable("a\nb\tc")).isEqualTo("a\nb\\tc");
    assertThat(Terminal.row("a\nb\tc")).isEqualTo("a\\nb\tc");
    assertThat(Terminal.cell("a\nb\tc")).isEqualTo("a\\nb\\tc");
  }
}
