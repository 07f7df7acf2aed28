package io.vmcaster.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InvalidDataFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "{",
        "[1,",
        "{\"a\":1",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "{\"a\":1,}",
        "[1 2]",
        "nul",
        "NaN",
        "Infinity",
        "-",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "\"open",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"a\nb\"",
        "/* c */ 1",
        "// c\n1",
        "# c\n1",
        "{} {}",
        "1 2",
        "{}x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":1,\"\\u0061\":2}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"x\\ud83d\"",
        "{\"\\udc00\":1}",
        "[[[}]]",
        "1e9993372036854775808",
        "[1e-9993372036854775808]"
      })
  void refuses(String document) {
    assertThatThrownBy(() -> Json.read(document, "the file"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageStartingWith("the file is not valid JSON: ")
        .hasMessageNotContaining("`")
        .hasMessageNotContaining("com.fasterxml")
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysWhere() {
    assertThatThrownBy(() -> Json.read("{\n  \"a\": x\n}", "list.json"))
        .hasMessageContaining("line 2, column 8");
  }

  @Test
  void refusesBadUtf8() {
    byte[] bytes = {'"', (byte) 0xc3, '"'};
    assertThatThrownBy(() -> Json.read(bytes, "list.json"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessage("list.json is not valid UTF-8");
  }

  @Test
  void refusesSurrogatesInUtf8() {
    byte[] bytes = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
    assertThatThrownBy(() -> Json.read(bytes, "it")).hasMessage("it is not valid UTF-8");
  }

  @Test
  void takesAByteOrderMark() {
    assertThat(Json.read("\ufeff{}".getBytes(UTF_8), "it")).isEqualTo(Json.object());
  }

  @Test
  void depthIsBounded() {
    String fits = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
    assertThat(Json.compact(Json.read(fits, "it"))).isEqualTo(fits);
    assertThatThrownBy(() -> Json.read("[" + fits + "]", "it"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("nesting depth")
        .hasMessageNotContaining("StreamRead");
  }

  @Test
  void aMillionBracketsAreRefusedNotOverflown() {
    assertThatThrownBy(() -> Json.read("[".repeat(1_000_000), "it"))
        .isInstanceOf(InvalidDataFailure.class);
    assertThatThrownBy(() -> Json.read("{\"a\":".repeat(1_000_000), "it"))
        .isInstanceOf(InvalidDataFailure.class);
  }

  @Test
  void lengthsAreBounded() {
    String text = "x".repeat(Json.MAX_STRING + 1);
    assertThatThrownBy(() -> Json.read('"' + text + '"', "it"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageNotContaining("StreamRead");
    assertThatThrownBy(() -> Json.read("1".repeat(1001), "it"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageNotContaining("StreamRead");
    assertThat(Json.read("1".repeat(1000), "it").asText()).hasSize(1000);
  }

  @Test
  void controlCharactersOfTheDocumentStayOutOfTheMessage() {
    assertThatThrownBy(() -> Json.read("{\"\\u001b[31m\":1,\"\\u001b[31m\":2}", "it"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void keepsPairsOfSurrogates() {
    assertThat(Json.read("\"\\ud83d\\ude00\"", "it")).isEqualTo(Json.of("\ud83d\ude00"));
  }
}
