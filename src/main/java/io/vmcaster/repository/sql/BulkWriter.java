package io.vmcaster.repository.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes many items with a handful of statements, each for all of them: a list of ten thousand
 * images is a hundred thousand values, and each trip to a server counts.
 */
final class BulkWriter {

  /** Fewer than this are looked up one by one. */
  private static final int MANY = 20;

  private final SqlReadTransaction catalogue;
  private final Statements sql;
  private final NextIds ids;

  BulkWriter(SqlReadTransaction catalogue, NextIds ids) {
    this.catalogue = catalogue;
    this.sql = catalogue.sql;
    this.ids = ids;
  }

  /** Gives each item exactly this metadata; creates those that are not there. */
  void replaceMetadata(Map<? extends Item, ObjectNode> metadata) {
    for (Kind kind : Kind.values()) {
      Map<Item, ObjectNode> some = new LinkedHashMap<>();
      metadata.forEach(
          (item, values) -> {
            if (item.kind() == kind) {
              some.put(item, values);
            }
          });
      if (!some.isEmpty()) {
        replaceMetadata(kind, some);
      }
    }
  }

  private void replaceMetadata(Kind kind, Map<Item, ObjectNode> metadata) {
    List<Item> items = List.copyOf(metadata.keySet());
    Map<Item, Long> numbers = numbers(kind, items);
    clear(kind, numbers);
    create(kind, items, numbers);
    writeValues(kind, metadata, numbers);
    writeTypes(kind, metadata);
  }

  /** The row ids of those that are there. */
  private Map<Item, Long> numbers(Kind kind, List<? extends Item> items) {
    Map<Item, Long> numbers = new HashMap<>();
    if (items.size() < MANY) {
      for (Item item : items) {
        catalogue.id(item).ifPresent(id -> numbers.put(item, id));
      }
      return numbers;
    }
    Map<String, Long> all = all(kind);
    for (Item item : items) {
      Optional.ofNullable(all.get(item.text())).ifPresent(id -> numbers.put(item, id));
    }
    return numbers;
  }

  private Map<String, Long> all(Kind kind) {
    Tables tables = Tables.of(kind);
    Map<String, Long> all = new HashMap<>();
    sql.query(
        "SELECT " + tables.identifier() + ", \"id\" FROM " + tables.items(),
        row -> all.put(row.getString(1), row.getLong(2)));
    return all;
  }

  private void clear(Kind kind, Map<Item, Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    Tables tables = Tables.of(kind);
    try (Batch values =
            sql.batch(
                "DELETE FROM " + tables.metadata() + " WHERE " + tables.reference() + " = ?");
        Batch types =
            sql.batch("DELETE FROM \"vmcaster_value\" WHERE \"kind\" = ? AND \"identifier\" = ?")) {
      numbers.forEach(
          (item, id) -> {
            values.add(id);
            types.add(kind.name(), item.text());
          });
      values.finish();
      types.finish();
    }
  }

  /** Adds the rows of those that are not there, and their ids to the others'. */
  private void create(Kind kind, List<Item> items, Map<Item, Long> numbers) {
    Tables tables = Tables.of(kind);
    try (Batch rows =
        sql.batch(
            "INSERT INTO "
                + tables.items()
                + " (\"id\", "
                + tables.identifier()
                + ") VALUES (?, ?)")) {
      for (Item item : items) {
        if (!numbers.containsKey(item)) {
          catalogue.session.flavour().requireStorable(item, "its identifier", "");
          long id = ids.of(tables.items());
          numbers.put(item, id);
          rows.add(id, item.text());
        }
      }
      rows.finish();
    }
  }

  private void writeValues(Kind kind, Map<Item, ObjectNode> metadata, Map<Item, Long> numbers) {
    Tables tables = Tables.of(kind);
    SqlDialect flavour = catalogue.session.flavour();
    try (Batch rows = sql.batch(SqlWriteTransaction.insertValue(tables))) {
      metadata.forEach(
          (item, values) ->
              values.forEachEntry(
                  (key, value) -> {
                    String text = Json.text(value);
                    flavour.requireStorable(item, key, text);
                    rows.add(ids.of(tables.metadata()), numbers.get(item), key, text);
                  }));
      rows.finish();
    }
  }

  /** What values are in JSON, where their text cannot tell. */
  private void writeTypes(Kind kind, Map<Item, ObjectNode> metadata) {
    try (Batch rows = sql.batch(SqlWriteTransaction.INSERT_TYPE)) {
      metadata.forEach(
          (item, values) ->
              values.forEachEntry((key, value) -> addType(rows, kind, item, key, value)));
      rows.finish();
    }
  }

  private void addType(Batch rows, Kind kind, Item item, String key, JsonNode value) {
    String text = Json.text(value);
    if (!SqlReadTransaction.plain(key, text).equals(value)) {
      rows.add(
          ids.of("\"vmcaster_value\""), kind.name(), item.text(), key, text, Json.compact(value));
    }
  }

  /** Binds items of a kind to a list that has none of them, in this order. */
  void bind(Kind kind, long list, List<? extends Item> members) {
    Tables tables = Tables.of(kind);
    Map<Item, Long> numbers = numbers(kind, new ArrayList<>(members));
    try (Batch rows = sql.batch(SqlWriteTransaction.insertBinding(tables))) {
      for (Item member : members) {
        rows.add(ids.of(tables.bindings()), list, numbers.get(member));
      }
      rows.finish();
    }
  }
}
