package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The layout is that of Python's {@code json.dumps(x, sort_keys=True, indent=4, separators=(',', ':
 * '))}; what is expected here was written by it.
 */
class JsonWriterTest {

  private static String pretty(String document) {
    return Json.pretty(Json.read(document, "it"));
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
            }\
            """);
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
            }\
            """);
  }

  @Test
  void numbersKeepTheirDigits() {
    assertThat(pretty("[1.50,1.0,1.10,123456789012345678901234567890]"))
        .isEqualTo(
            """
            [
                1.50,
                1.0,
                1.10,
                123456789012345678901234567890
            ]\
            """);
  }

  @Test
  void escapesWhatIsNotPrintableAscii() {
    JsonNode text = Json.of("\u00e9\ud83d\ude00\u2028\u007f\u0080~");
    assertThat(Json.pretty(text)).isEqualTo("\"\\u00e9\\ud83d\\ude00\\u2028\\u007f\\u0080~\"");
  }

  @Test
  void escapesControlCharactersAndQuotes() {
    JsonNode text = Json.of("\u0000\u0001\b\t\n\u000b\f\r\u001f\"\\/");
    assertThat(Json.pretty(text))
        .isEqualTo("\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\"");
  }

  @Test
  void sortsNamesByCodePoints() {
    ObjectNode object =
        (ObjectNode)
            Json.read(
                "{\"\ud83d\ude00\":1,\"\uffff\":2,\"\ue000\":3,\"z\":4,\"\":5,\"\u00e9\":6,"
                    + "\"A\":7,\"a\":8,\"a:b\":9,\"a-b\":10}",
                "it");
    assertThat(Json.members(object).keySet())
        .containsExactly(
            "", "A", "a", "a-b", "a:b", "z", "\u00e9", "\ue000", "\uffff", "\ud83d\ude00");
  }

  @Test
  void compactHasNoBlanks() {
    JsonNode value = Json.read("{ \"a\" : [ 1 , 2 ] , \"b\" : { } }", "it");
    assertThat(Json.compact(value)).isEqualTo("{\"a\":[1,2],\"b\":{}}");
  }

  @Test
  void textIsWhatTablesHold() {
    assertThat(Json.text(Json.of("a"))).isEqualTo("a");
    assertThat(Json.text(Json.of(12))).isEqualTo("12");
    assertThat(Json.text(Json.of(true))).isEqualTo("true");
    assertThat(Json.text(NullNode.instance)).isEmpty();
    assertThat(Json.text(Json.array(List.of(Json.of("x"))))).isEqualTo("[\"x\"]");
  }

  @Test
  void changingAnObjectLeavesTheOldOneAlone() {
    ObjectNode old = Json.object(Map.of("a", Json.of(1)));
    assertThat(Json.with(old, "b", Json.of(2))).hasSize(2);
    assertThat(Json.members(old)).hasSize(1);
  }
}
