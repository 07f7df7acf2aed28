package io.vmcaster.json;

import java.util.List;

/** A JSON value. Immutable; a number keeps the digits it was written with. */
public sealed interface JsonValue
    permits JsonText, JsonNumber, JsonBoolean, JsonNull, JsonArray, JsonObject {

  /** A string value. */
  static JsonValue of(String text) {
    return new JsonText(text);
  }

  /** A number value. */
  static JsonValue of(long number) {
    return new JsonNumber(Long.toString(number));
  }

  /** A truth value. */
  static JsonValue of(boolean value) {
    return new JsonBoolean(value);
  }

  /** An array of these values. */
  static JsonArray array(List<? extends JsonValue> items) {
    return new JsonArray(List.copyOf(items));
  }

  /**
   * The value as the original program's tables hold it: a string's characters, a number's or truth
   * value's literal, nothing for null, compact JSON for the rest.
   */
  default String asText() {
    if (this instanceof JsonText text) {
      return text.text();
    }
    if (this instanceof JsonNumber number) {
      return number.literal();
    }
    return this instanceof JsonNull ? "" : JsonWriter.compact(this);
  }
}
