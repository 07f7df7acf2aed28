package io.vmcaster.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The layout is that of Python's {@code json.dumps(x, sort_keys=True, indent=4, separators=(',', ':
 * '))}; what is expected here was written by it.
 */
class JsonWriterTest {

  private static String pretty(String document) {
    return JsonWriter.pretty(JsonReader.read(document, "it"));
  }

  @Test
  void emptyContainersStayOnOneLine() {
    assertThat(pretty("{ }")).isEqualTo("{}");
    assertThat(pretty("[ ]")).isEqualTo("[]");
    assertThat(pretty("{\"a\":{},\"b\":[],\"c\":[[],{}]}"))
        .isEqualTo(
            """
            {
                "a": {},
                "b": [],
                "c": [
                    [],
                    {}
                ]
            }""");
  }

  @Test
  void nestsByFourSpacesWithoutTrailingBlanks() {
    assertThat(pretty("{\"b\":1,\"a\":[1,\"x\",null,true,false,{\"z\":15,\"y\":0}]}"))
        .isEqualTo(
            """
            {
                "a": [
                    1,
                    "x",
                    null,
                    true,
                    false,
                    {
                        "y": 0,
                        "z": 15
                    }
                ],
                "b": 1
            }""");
  }

  @Test
  void numbersKeepTheirDigits() {
    assertThat(pretty("[1.50,-0,1E400,123456789012345678901234567890]"))
        .isEqualTo(
            """
            [
                1.50,
                -0,
                1E400,
                123456789012345678901234567890
            ]""");
  }

  @Test
  void escapesWhatIsNotPrintableAscii() {
    JsonValue text = JsonValue.of("\u00e9\ud83d\ude00\u2028\u007f\u0080~");
    assertThat(JsonWriter.pretty(text))
        .isEqualTo("\"\\u00e9\\ud83d\\ude00\\u2028\\u007f\\u0080~\"");
  }

  @Test
  void escapesControlCharactersAndQuotes() {
    JsonValue text = JsonValue.of("\u0000\u0001\b\t\n\u000b\f\r\u001f\"\\/");
    assertThat(JsonWriter.pretty(text))
        .isEqualTo("\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\"");
  }

  @Test
  void sortsNamesByCodePoints() {
    JsonObject object =
        (JsonObject)
            JsonReader.read(
                "{\"\ud83d\ude00\":1,\"\uffff\":2,\"\ue000\":3,\"z\":4,\"\":5,\"\u00e9\":6,"
                    + "\"A\":7,\"a\":8,\"a:b\":9,\"a-b\":10}",
                "it");
    assertThat(object.members().keySet())
        .containsExactly(
            "", "A", "a", "a-b", "a:b", "z", "\u00e9", "\ue000", "\uffff", "\ud83d\ude00");
  }

  @Test
  void compactHasNoBlanks() {
    JsonValue value = JsonReader.read("{ \"a\" : [ 1 , 2 ] , \"b\" : { } }", "it");
    assertThat(JsonWriter.compact(value)).isEqualTo("{\"a\":[1,2],\"b\":{}}");
  }

  @Test
  void textIsWhatTablesHold() {
    assertThat(JsonValue.of("a").asText()).isEqualTo("a");
    assertThat(JsonValue.of(12).asText()).isEqualTo("12");
    assertThat(JsonValue.of(true).asText()).isEqualTo("true");
    assertThat(JsonNull.NULL.asText()).isEmpty();
    assertThat(JsonValue.array(List.of(JsonValue.of("x"))).asText()).isEqualTo("[\"x\"]");
  }

  @Test
  void changingAnObjectLeavesTheOldOneAlone() {
    JsonObject old = new JsonObject(Map.of("a", JsonValue.of(1)));
    assertThat(old.with("b", JsonValue.of(2)).members()).hasSize(2);
    assertThat(old.members()).hasSize(1);
  }
}
