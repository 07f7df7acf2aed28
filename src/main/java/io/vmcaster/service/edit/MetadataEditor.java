package io.vmcaster.service.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.repository.ReadTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans changes of metadata. */
public final class MetadataEditor {

  private MetadataEditor() {}

  /** Sets values of an item. */
  public static Plan set(
      ReadTransaction catalogue, Selection selection, List<Map.Entry<String, JsonNode>> values) {
    return set(Selections.item(catalogue, selection), values);
  }

  /** Sets values of an item that is there, or is being created. */
  static Plan set(Item item, List<Map.Entry<String, JsonNode>> values) {
    List<String> steps = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> value : values) {
      steps.add(value.getKey() + " of " + ItemEditor.name(item) + " set");
      MetadataValues.concern(value.getKey(), value.getValue()).ifPresent(warnings::add);
    }
    return new Plan(
        steps,
        warnings,
        changes -> values.forEach(value -> changes.set(item, value.getKey(), value.getValue())));
  }

  /**
   * Removes values of an item.
   *
   * @throws NotFoundFailure when it has no such key
   */
  public static Plan remove(ReadTransaction catalogue, Selection selection, List<String> keys) {
    Item item = Selections.item(catalogue, selection);
    ObjectNode metadata = catalogue.metadata(item).orElse(Json.object());
    List<String> steps = new ArrayList<>();
    for (String key : keys) {
      if (!metadata.has(key)) {
        throw new NotFoundFailure(
            ItemEditor.name(item) + " has no key '" + key + "'",
            "See its keys with --" + item.kind().flag() + "-keys.");
      }
      steps.add(key + " of " + ItemEditor.name(item) + " removed");
    }
    return new Plan(steps, List.of(), changes -> keys.forEach(key -> changes.remove(item, key)));
  }
}
