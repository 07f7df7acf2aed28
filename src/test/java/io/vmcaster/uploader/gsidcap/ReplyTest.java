package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

  @Test
  void aRefusalHasNumberWordsAndName() {
    DcapException refusal =
        Reply.parse("7 0 client failed 10001 \"No such file or directory\" ENOENT")
            .orElseThrow()
            .refusal();

    assertThat(refusal.isMissing()).isTrue();
    assertThat(refusal.words()).isEqualTo("No such file or directory (code 10001, ENOENT)");
  }

  @Test
  void theNumberCountsMoreThanTheWords() {
    DcapException refusal = new DcapException(10018, "No such file or directory", "ENOENT");

    assertThat(refusal.isMissing()).isFalse();
    assertThat(refusal.isPermission()).isTrue();
  }

  @Test
  void optionsStandAnywhere() throws DcapException {
    Reply reply =
        Reply.parse("1 0 client stat -st_size=5000000000 -st_new=x -st_mode=drwxr-xr-x")
            .orElseThrow();

    Reply.Stat stat = reply.stat();

    assertThat(stat.size()).isEqualTo(5_000_000_000L);
    assertThat(stat.isDirectory()).isTrue();
    assertThat(stat.isReadableByAll()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "two words", "a \"quote\"", "back\\slash", "-x=1", ""})
  void quotedWordsComeBack(String word) {
    Reply reply = Reply.parse("1 0 client rename " + Reply.quoted(word) + " -uid=0").orElseThrow();

    assertThat(reply.argument(0)).isEqualTo(word);
    assertThat(reply.options()).containsEntry("uid", "0");
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\new, C:\\new",
    "'\"C:\\\\new \\\"\"', 'C:\\new \"'",
    "'\"\\n\\t\\101 $1\"', nt101 $1",
    "'\"open \\', 'open \\'",
    "say\"so\", say\"so\"",
  })
  void whatABackslashStandsBeforeMeansItself(String written, String word) {
    assertThat(Reply.parse("1 0 client failed " + written).orElseThrow().argument(0))
        .isEqualTo(word);
  }

  @Test
  void aLongWordIsRead() {
    String word = "\\\"x".repeat(100_000);

    assertThat(Reply.parse("1 0 client ok \"" + word).orElseThrow().argument(0)).hasSize(200_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x y z a", "1 0 client", "99999999999 0 client ok", "\"1"})
  void anythingElseIsNoReply(String line) {
    assertThat(Reply.parse(line)).isEmpty();
  }
}
