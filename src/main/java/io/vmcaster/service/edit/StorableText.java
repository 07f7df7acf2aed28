package io.vmcaster.service.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.util.Map;

/**
 * Refuses the two things that JSON can write and a database cannot keep: the character zero, and
 * half of a surrogate pair.
 */
public final class StorableText {

  private StorableText() {}

  /**
   * Checks every string of a document, its keys included.
   *
   * @param what what it is, for the message
   * @throws InvalidDataFailure when one cannot be kept
   */
  public static void require(JsonNode value, String what) {
    if (value instanceof TextNode text) {
      require(text.textValue(), what);
    } else if (value instanceof ArrayNode array) {
      array.forEach(item -> require(item, what));
    } else if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        require(member.getKey(), what);
        require(member.getValue(), what);
      }
    }
  }

  /** Checks one string. */
  static void require(String text, String what) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        throw new InvalidDataFailure(what + " holds a character zero", null);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new InvalidDataFailure(what + " holds half of a character", null);
      }
    }
  }
}
