package io.vmcaster.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object.
 *
 * @param members its members, sorted by the code points of their names; unmodifiable
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

  /** The object without members. */
  public static final JsonObject EMPTY = new JsonObject(Map.of());

  /** Copies and sorts the members. */
  public JsonObject {
    members = Members.of(members);
  }

  /** An object with one member. */
  public static JsonObject of(String name, JsonValue value) {
    return new JsonObject(Map.of(name, value));
  }

  /** The member of that name, if there is one. */
  public Optional<JsonValue> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** The text of the member of that name, if there is one. */
  public Optional<String> text(String name) {
    return get(name).map(JsonValue::asText);
  }

  /** The same object with one member added or replaced. */
  public JsonObject with(String name, JsonValue value) {
    Map<String, JsonValue> changed = new LinkedHashMap<>(members);
    changed.put(name, value);
    return new JsonObject(changed);
  }

  /** The same object without the members of those names. */
  public JsonObject without(Set<String> names) {
    Map<String, JsonValue> rest = new LinkedHashMap<>(members);
    rest.keySet().removeAll(names);
    return new JsonObject(rest);
  }
}
