package io.vmcaster.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vmcaster.error.InvalidDataFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON strictly: one document, valid UTF-8, no duplicate keys, no halves of characters,
 * bounded in depth and length.
 */
public final class JsonReader {

  /** Deeper documents are refused; a real list nests five deep. */
  static final int MAX_DEPTH = 64;

  /**
   * Longer strings are refused, in characters; a signed list of 10,000 images is one string of
   * ours.
   */
  static final int MAX_STRING = 64 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(1000)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads one document.
   *
   * @param bytes UTF-8, with or without a byte order mark
   * @param what what the bytes are, for the message
   * @throws InvalidDataFailure when the bytes are not one JSON document
   */
  public static JsonValue read(byte[] bytes, String what) {
    return read(decode(bytes, what), what);
  }

  /**
   * Reads one document.
   *
   * @param text the document
   * @param what what the text is, for the message
   * @throws InvalidDataFailure when the text is not one JSON document
   */
  public static JsonValue read(String text, String what) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonReader(parser).readDocument();
    } catch (JsonProcessingException e) {
      throw new InvalidDataFailure(what + " is not valid JSON: " + reason(e) + where(e), null, e);
    } catch (IOException e) {
      throw new InvalidDataFailure(what + " is not valid JSON: " + e.getMessage(), null, e);
    }
  }

  private static String decode(byte[] bytes, String what) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidDataFailure(what + " is not valid UTF-8", null, e);
    }
  }

  /** What the library says, without its class names and advice, and no control characters. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceAll(", from `[^`]*`|: enable `[^`]*` to allow|Source: REDACTED \\([^)]*\\); ", "")
        .replaceAll("\\p{Cntrl}+", " ");
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  private JsonValue readDocument() throws IOException {
    if (parser.nextToken() == null) {
      throw new IOException("it is empty");
    }
    JsonValue value = readValue();
    if (parser.nextToken() != null) {
      throw new IOException("something follows the document");
    }
    return value;
  }

  private JsonValue readValue() throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> readObject();
      case START_ARRAY -> readArray();
      case VALUE_STRING -> new JsonText(whole(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw new IOException("unexpected " + token);
    };
  }

  private JsonValue readArray() throws IOException {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(readValue());
    }
    return new JsonArray(items);
  }

  private JsonValue readObject() throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(parser.currentName());
      parser.nextToken();
      if (members.put(name, readValue()) != null) {
        throw new JsonParseException(parser, "the key '" + name + "' is there twice");
      }
    }
    return new JsonObject(members);
  }

  /** Half of a character could be escaped, but not be stored or signed as it is. */
  private String whole(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
          throw new JsonParseException(parser, "a string holds half of a character");
        }
        i++;
      }
    }
    return text;
  }
}
