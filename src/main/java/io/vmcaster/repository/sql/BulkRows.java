package io.vmcaster.repository.sql;

import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import io.vmcaster.json.JsonWriter;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.repository.orm.EndorsementRow;
import io.vmcaster.repository.orm.EndorserMetadataRow;
import io.vmcaster.repository.orm.ImageMetadataRow;
import io.vmcaster.repository.orm.ListImageRow;
import io.vmcaster.repository.orm.ListMetadataRow;
import io.vmcaster.repository.orm.ValueRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the rows of what is written in bulk. */
final class BulkRows {

  private final NextIds ids;
  private final Flavour flavour;

  BulkRows(NextIds ids, Flavour flavour) {
    this.ids = ids;
    this.flavour = flavour;
  }

  /** The metadata of an item, with what its JSON types take. */
  List<Object> metadata(Item item, long id, JsonObject metadata) {
    List<Object> rows = new ArrayList<>();
    for (Map.Entry<String, JsonValue> entry : metadata.members().entrySet()) {
      String text = entry.getValue().asText();
      flavour.requireStorable(item, entry.getKey(), text);
      rows.add(value(item.kind(), id, entry.getKey(), text));
    }
    return rows;
  }

  /** What the values of an item are in JSON, where their text cannot tell. */
  List<Object> types(Item item, JsonObject metadata) {
    List<Object> rows = new ArrayList<>();
    for (Map.Entry<String, JsonValue> entry : metadata.members().entrySet()) {
      String text = entry.getValue().asText();
      if (!SqlCatalogue.plain(entry.getKey(), text).equals(entry.getValue())) {
        rows.add(
            new ValueRow(
                ids.of("\"vmcaster_value\""),
                item.kind().name(),
                item.text(),
                entry.getKey(),
                text,
                JsonWriter.compact(entry.getValue())));
      }
    }
    return rows;
  }

  private Object value(Kind kind, long item, String key, String text) {
    long id = ids.of(Tables.of(kind).metadata());
    return switch (kind) {
      case LIST -> new ListMetadataRow(id, item, key, text);
      case IMAGE -> new ImageMetadataRow(id, item, key, text);
      case ENDORSER -> new EndorserMetadataRow(id, item, key, text);
    };
  }

  /** The bindings of a list, in this order. */
  List<Object> bindings(Kind kind, long list, List<Long> members) {
    List<Object> rows = new ArrayList<>();
    for (long member : members) {
      long id = ids.of(Tables.of(kind).bindings());
      rows.add(
          kind == Kind.IMAGE
              ? new ListImageRow(id, list, member)
              : new EndorsementRow(id, list, member));
    }
    return rows;
  }
}
