package io.vmcaster.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
    JsonValue value = any(new Random(seed), 5);
    byte[] pretty = JsonWriter.pretty(value).getBytes(UTF_8);
    assertThat(JsonReader.read(pretty, "it")).isEqualTo(value);
    assertThat(JsonReader.read(JsonWriter.compact(value), "it")).isEqualTo(value);
    assertThat(JsonWriter.pretty(JsonReader.read(pretty, "it")))
        .isEqualTo(JsonWriter.pretty(value))
        .doesNotContainPattern("[ \t\r]\n")
        .matches("[ -~\n]*");
  }

  private static JsonValue any(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> JsonNull.NULL;
      case 1 -> JsonValue.of(random.nextBoolean());
      case 2 -> new JsonNumber(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3, 4 -> JsonValue.of(text(random));
      case 5 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static JsonValue array(Random random, int depth) {
    List<JsonValue> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(any(random, depth - 1));
    }
    return JsonValue.array(items);
  }

  private static JsonValue object(Random random, int depth) {
    Map<String, JsonValue> members = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.put(text(random), any(random, depth - 1));
    }
    return new JsonObject(members);
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
