package io.vmcaster.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The metadata that users give: any key {@code namespace:name} but those that the program sets;
 * values are text, but for the size, which is a number.
 */
public final class MetadataValues {

  /** The longest value in characters: a longer one could not be imported again. */
  static final int MAX_LENGTH = 1_000_000;

  /** What editors of some systems begin a file with. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  private MetadataValues() {}

  /**
   * A value for a key.
   *
   * @throws InvalidDataFailure when the text cannot be kept
   */
  public static JsonNode of(String key, String text) {
    require(text.indexOf('\0') < 0, "the value of " + key + " holds a character zero");
    require(Json.isWhole(text), "the value of " + key + " holds half of a character");
    require(
        text.length() <= MAX_LENGTH,
        "the value of " + key + " is longer than " + MAX_LENGTH + " characters");
    boolean number = key.equals(Keys.SIZE) && WHOLE_NUMBER.matcher(text).matches();
    return number ? Json.number(text) : Json.of(text);
  }

  /** JSON can write what a database cannot keep. */
  private static void require(boolean storable, String otherwise) {
    if (!storable) {
      throw new InvalidDataFailure(otherwise, null);
    }
  }

  /** What is doubtful about a value, although it can be kept. */
  static Optional<String> concern(String key, JsonNode value) {
    boolean odd = key.equals(Keys.SIZE) && !WHOLE_NUMBER.matcher(Json.text(value)).matches();
    return odd
        ? Optional.of(Keys.SIZE + " '" + Json.text(value) + "' is not a number of bytes")
        : Optional.empty();
  }

  /**
   * The values of a file: a JSON object, or {@code KEY = VALUE} a line, where empty lines and those
   * that begin with # are passed over.
   *
   * @param what what the file is, for messages
   * @throws InvalidDataFailure when it is neither
   */
  public static Map<String, JsonNode> read(Item.Kind kind, String content, String what) {
    String text = content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content;
    return text.stripLeading().startsWith("{")
        ? readJson(kind, text, what)
        : readLines(kind, text, what);
  }

  private static Map<String, JsonNode> readJson(Item.Kind kind, String content, String what) {
    ObjectNode object = (ObjectNode) Json.read(content, what);
    require(!Json.holdsNul(object), what + " holds a character zero");
    Map<String, JsonNode> values = Json.members(object);
    values.keySet().forEach(key -> requireKey(kind, key, what));
    return values;
  }

  private static Map<String, JsonNode> readLines(Item.Kind kind, String content, String what) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    int number = 0;
    for (String raw : content.lines().toList()) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
        String where = what + ", line " + number;
        int equals = line.indexOf('=');
        require(equals >= 0, where + " is not of the form KEY = VALUE");
        String key = line.substring(0, equals).strip();
        requireKey(kind, key, where);
        JsonNode value = of(key, line.substring(equals + 1).strip());
        require(values.putIfAbsent(key, value) == null, where + " gives " + key + " again");
      }
    }
    return values;
  }

  private static void requireKey(Item.Kind kind, String key, String where) {
    try {
      requireSettable(kind, key);
    } catch (UsageFailure e) {
      throw new InvalidDataFailure(where + ": " + e.getMessage(), e.advice().orElse(null), e);
    }
  }

  /**
   * Checks a key that is to be set.
   *
   * @throws UsageFailure when the program alone sets it, or it has no namespace
   */
  public static void requireSettable(Item.Kind kind, String key) {
    for (Item.Kind any : Item.Kind.values()) {
      requireNotReserved(any, kind, key);
    }
    int colon = key.indexOf(':');
    if (colon <= 0 || colon == key.length() - 1 || !key.chars().allMatch(MetadataValues::isPlain)) {
      throw new UsageFailure(
          "'" + key + "' cannot be a metadata key: it is not of the form namespace:name",
          "Such as dc:title, hv:uri or sl:osversion.");
    }
  }

  /**
   * Checks a key that is to be removed. What is reserved for items of another kind may go: an
   * import can leave it where it hides the right one.
   *
   * @throws UsageFailure when the program alone sets it
   */
  public static void requireRemovable(Item.Kind kind, String key) {
    requireNotReserved(kind, kind, key);
  }

  private static void requireNotReserved(Item.Kind owner, Item.Kind kind, String key) {
    if (Keys.reserved(owner).contains(key)) {
      throw new UsageFailure(
          key + " of an " + kind.label() + " is set by the program alone", advice(key));
    }
  }

  private static boolean isPlain(int character) {
    return !Character.isISOControl(character) && !Character.isWhitespace(character);
  }

  private static String advice(String key) {
    return switch (key) {
      case Keys.ENDORSER -> "Bind an endorser with --connect --imagelist UUID --endorser DN.";
      case Keys.IMAGES -> "Bind an image with --connect --imagelist UUID --image UUID.";
      default -> "It is the identifier; create a new item instead.";
    };
  }
}
