package io.vmcaster.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How JSON is read and written here, on Jackson's tree. Reading is strict: one document, valid
 * UTF-8, no duplicate keys, no halves of characters, bounded in depth and length; numbers keep the
 * digits they were written with. The pretty layout is the one that is shown and signed: keys
 * sorted, four spaces an indent, no trailing blanks, everything outside ASCII escaped, as the
 * original program wrote it.
 *
 * <p>A tree that was read or made here has its keys in order and is not changed afterwards.
 */
public final class Json {

  /** Deeper documents are refused; a real list nests five deep. */
  static final int MAX_DEPTH = 64;

  /**
   * Longer strings are refused, in characters; a signed list of 10,000 images is one string of
   * ours.
   */
  static final int MAX_STRING = 64 << 20;

  /** By code points, as Python sorts keys, which is the order of their UTF-8. */
  static final Comparator<String> KEY_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = mapper();
  private static final ObjectWriter PRETTY = MAPPER.writer(layout());
  private static final ObjectNode EMPTY = NODES.objectNode();

  private Json() {}

  private static JsonMapper mapper() {
    JsonFactory factory =
        new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(1000)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  private static DefaultPrettyPrinter layout() {
    DefaultIndenter indent = new DefaultIndenter("    ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indent)
        .withArrayIndenter(indent);
  }

  /**
   * Reads one document.
   *
   * @param bytes UTF-8, with or without a byte order mark
   * @param what what the bytes are, for the message
   * @throws InvalidDataFailure when the bytes are not one JSON document
   */
  public static JsonNode read(byte[] bytes, String what) {
    return read(decode(bytes, what), what);
  }

  /**
   * Reads one document.
   *
   * @param text the document
   * @param what what the text is, for the message
   * @throws InvalidDataFailure when the text is not one JSON document
   */
  public static JsonNode read(String text, String what) {
    try {
      JsonNode document = MAPPER.readTree(text);
      if (document instanceof MissingNode) {
        throw new InvalidDataFailure(what + " is not valid JSON: it is empty", null);
      }
      if (any(document, each -> !isWhole(each))) {
        throw new InvalidDataFailure(
            what + " is not valid JSON: a string holds half of a character", null);
      }
      return inOrder(document);
    } catch (JsonProcessingException e) {
      throw new InvalidDataFailure(what + " is not valid JSON: " + reason(e) + where(e), null, e);
    } catch (NumberFormatException e) { // Jackson's own reader of numbers lets it through
      throw new InvalidDataFailure(
          what + " is not valid JSON: a number's exponent is too long", null, e);
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
        .replaceAll("Duplicate field '(.*)'", "the key '$1' is there twice")
        .replaceAll("Trailing token .*", "something follows the document")
        .replaceAll(", from `[^`]*`|: enable `[^`]*` to allow|Source: REDACTED \\([^)]*\\); ", "")
        .replaceAll("\\p{Cntrl}+", " ");
  }

  private static String where(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  private static JsonNode inOrder(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, inOrder(array.get(i)));
      }
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    Map<String, JsonNode> members = new TreeMap<>(KEY_ORDER);
    object.forEachEntry((key, value) -> members.put(key, inOrder(value)));
    return NODES.objectNode().setAll(members);
  }

  /** Whether a string in it, or a key, holds the character that no database keeps. */
  public static boolean holdsNul(JsonNode value) {
    return any(value, text -> text.indexOf('\0') >= 0);
  }

  private static boolean any(JsonNode value, Predicate<String> kind) {
    if (value instanceof TextNode text) {
      return kind.test(text.textValue());
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (kind.test(member.getKey())) {
        return true;
      }
    }
    for (JsonNode each : value) {
      if (any(each, kind)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is no half of a character in a text, which could not be stored or signed. */
  public static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
        return false;
      }
    }
    return true;
  }

  /** The value on several lines, without a final line end. */
  public static String pretty(JsonNode value) {
    return write(PRETTY, value);
  }

  /** The value on one line, without blanks. */
  public static String compact(JsonNode value) {
    return write(MAPPER.writer(), value);
  }

  private static String write(ObjectWriter writer, JsonNode value) {
    try {
      // Python's writer escapes the delete character as well; Jackson takes it for ASCII
      return writer.writeValueAsString(value).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A string value. */
  public static TextNode of(String text) {
    return NODES.textNode(text);
  }

  /** A number value. */
  public static NumericNode of(long number) {
    return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
  }

  /** A truth value. */
  public static BooleanNode of(boolean value) {
    return NODES.booleanNode(value);
  }

  /**
   * A number value with the digits it is written with.
   *
   * @param literal as JSON has it
   */
  public static NumericNode number(String literal) {
    return (NumericNode) read(literal, "the number " + literal);
  }

  /** An array of these values. */
  public static ArrayNode array(List<? extends JsonNode> items) {
    return NODES.arrayNode(items.size()).addAll(items);
  }

  /** The object without members. */
  public static ObjectNode object() {
    return EMPTY;
  }

  /** An object with one member. */
  public static ObjectNode object(String key, JsonNode value) {
    return object(Map.of(key, value));
  }

  /** An object with these members, in the order of their keys. */
  public static ObjectNode object(Map<String, ? extends JsonNode> members) {
    Map<String, JsonNode> sorted = new TreeMap<>(KEY_ORDER);
    sorted.putAll(members);
    return NODES.objectNode().setAll(sorted);
  }

  /** The members of an object in their order; unmodifiable. */
  public static Map<String, JsonNode> members(ObjectNode object) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object.forEachEntry(members::put);
    return Collections.unmodifiableMap(members);
  }

  /** The same object with one member added or replaced. */
  public static ObjectNode with(ObjectNode object, String key, JsonNode value) {
    Map<String, JsonNode> members = new LinkedHashMap<>(members(object));
    members.put(key, value);
    return object(members);
  }

  /** The same object without the members of those keys. */
  public static ObjectNode without(ObjectNode object, Set<String> keys) {
    return object.deepCopy().without(keys);
  }

  /**
   * A value as the original program's tables hold it: a string's characters, a number's or truth
   * value's literal, nothing for null, compact JSON for the rest.
   */
  public static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return value.isContainerNode() ? compact(value) : value.asText();
  }

  /** The text of the member of that key, if there is one. */
  public static Optional<String> text(ObjectNode object, String key) {
    return object.optional(key).map(Json::text);
  }
}
