package io.vmcaster.json;

import java.util.List;

/**
 * An array.
 *
 * @param items its values in their order
 */
public record JsonArray(List<JsonValue> items) implements JsonValue {
  /** Copies the items. */
  public JsonArray {
    items = List.copyOf(items);
  }
}
