package io.vmcaster.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is written is read again as the same value; the seeds are the names of the cases. */
class JsonRoundTripTest {

  private static final String[] NUMBERS = {"0", "-0", "1.50", "1e-7", "12345678901234567890"};

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void returns(long seed) {
    JsonNode value = any(new Random(seed), 5);
    byte[] pretty = Json.pretty(value).getBytes(UTF_8);
    assertThat(Json.read(pretty, "it")).isEqualTo(value);
    assertThat(Json.read(Json.compact(value), "it")).isEqualTo(value);
    assertThat(Json.pretty(Json.read(pretty, "it")))
        .isEqualTo(Json.pretty(value))
        .doesNotContainPattern("[ \t\r]\n")
        .matches("[ -~\n]*");
  }

  private static JsonNode any(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> NullNode.instance;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.number(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3, 4 -> Json.of(text(random));
      case 5 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static JsonNode array(Random random, int depth) {
    List<JsonNode> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(any(random, depth - 1));
    }
    return Json.array(items);
  }

  private static JsonNode object(Random random, int depth) {
    Map<String, JsonNode> members = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.put(text(random), any(random, depth - 1));
    }
    return Json.object(members);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int limit = random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT;
      int point = random.nextInt(limit);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? 'x' : point);
    }
    return text.toString();
  }
}
