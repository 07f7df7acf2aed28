package io.vmcaster.repository.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;

/** How a value of the original's tables, which hold texts alone, is read. */
public final class ValueText {

  private ValueText() {}

  /**
   * The value of a text.
   *
   * @param typeText the text that an entry of ours is about; null for none
   * @param typeJson what the value is in JSON by that entry
   */
  public static JsonNode read(String key, String text, String typeText, String typeJson) {
    return text.equals(typeText)
        ? Json.read(typeJson, "a value in the database")
        : plain(key, text);
  }

  /** What a value without an entry of ours is: text, but for sizes, which are numbers. */
  public static JsonNode plain(String key, String text) {
    boolean number = key.equals(Keys.SIZE) && isNatural(text);
    return number ? Json.number(text) : Json.of(text);
  }

  private static boolean isNatural(String text) {
    boolean digits = !text.isEmpty() && (text.charAt(0) != '0' || text.length() == 1);
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }
}
