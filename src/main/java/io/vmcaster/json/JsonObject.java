package io.vmcaster.json;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
    SortedMap<String, JsonValue> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
    sorted.putAll(members);
    members = Collections.unmodifiableSortedMap(sorted);
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
    Map<String, JsonValue> changed = new TreeMap<>(CodePointOrder.INSTANCE);
    changed.putAll(members);
    changed.put(name, value);
    return new JsonObject(changed);
  }

  /** The same object without the members of those names. */
  public JsonObject without(Set<String> names) {
    Map<String, JsonValue> rest = new TreeMap<>(CodePointOrder.INSTANCE);
    rest.putAll(members);
    rest.keySet().removeAll(names);
    return new JsonObject(rest);
  }
}
