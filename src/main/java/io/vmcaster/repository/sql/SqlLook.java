package io.vmcaster.repository.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.legacy.Schema.Tables;
import io.vmcaster.repository.orm.DatabaseSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads by plain SQL, for commands that only look: Hibernate takes longer to start than they take.
 * It has no rules of its own; a test holds it against the reads of Hibernate.
 *
 * @param sql the connection to the database
 */
record SqlLook(DatabaseSession sql) implements Look {

  @Override
  public List<Dn> endorsers() {
    return identifiers(Kind.ENDORSER, Dn::new);
  }

  @Override
  public List<ListId> lists() {
    return identifiers(Kind.LIST, ListId::new);
  }

  @Override
  public List<ImageId> images() {
    return identifiers(Kind.IMAGE, ImageId::new);
  }

  private <T> List<T> identifiers(Kind kind, Function<String, T> make) {
    Tables tables = Tables.of(kind);
    return sql.query(
        "SELECT \"" + tables.identifier() + "\" FROM \"" + tables.items() + "\" ORDER BY \"id\"",
        row -> make.apply(row.getString(1)));
  }

  @Override
  public List<Binding> bindings() {
    return sql.query(
        """
        SELECT l."identifier", i."identifier" FROM "imagelist" l
        LEFT JOIN (SELECT MIN(f."id") AS "id", f."fkImageList", f."fkImage"
          FROM "ImageListImage" f JOIN "Image" g ON g."id" = f."fkImage"
          GROUP BY f."fkImageList", f."fkImage") b ON b."fkImageList" = l."id"
        LEFT JOIN "Image" i ON i."id" = b."fkImage" ORDER BY l."id", b."id"
        """,
        r ->
            new Binding(
                new ListId(r.getString(1)), Optional.ofNullable(r.getString(2)).map(ImageId::new)));
  }

  @Override
  public Optional<ObjectNode> metadata(Item item) {
    Tables tables = Tables.of(item.kind());
    String from = "\"" + tables.items() + "\" i";
    String where = "i.\"" + tables.identifier() + "\" = ? ORDER BY m.\"id\"";
    return items(item.kind(), from, where, item).values().stream().findFirst().map(Json::object);
  }

  /** Items and their metadata by one query, in its order. */
  private Map<String, Map<String, JsonNode>> items(
      Kind kind, String from, String where, Item item) {
    Tables tables = Tables.of(kind);
    Map<String, String> keys = new HashMap<>(); // there are few, each in many rows
    Map<String, Map<String, JsonNode>> found = new LinkedHashMap<>();
    sql.query(
        """
        SELECT i."%s", m."key", m."value", v."text", v."json" FROM %s
        LEFT JOIN "%s" m ON m."%s" = i."id"
        LEFT JOIN "vmcaster_value" v
          ON v."kind" = '%s' AND v."identifier" = i."%1$s" AND v."key" = m."key"
        WHERE %s
        """
            .formatted(
                tables.identifier(), from, tables.metadata(), tables.reference(), kind, where),
        r -> {
          Map<String, JsonNode> values =
              found.computeIfAbsent(r.getString(1), each -> new HashMap<>());
          if (r.getString(2) != null) {
            String key = keys.computeIfAbsent(r.getString(2), each -> each);
            values.put(key, Tables.value(key, r.getString(3), r.getString(4), r.getString(5)));
          }
          return null;
        },
        item.text());
    return found;
  }

  @Override
  public Optional<ImageList> list(ListId id) {
    return sql.read(
        () -> {
          List<Endorser> endorsers =
              members(Kind.ENDORSER, id, (dn, own) -> new Endorser(new Dn(dn), own));
          List<Image> images = members(Kind.IMAGE, id, (i, own) -> new Image(new ImageId(i), own));
          return metadata(id).map(own -> new ImageList(id, own, endorsers, images));
        });
  }

  private <T> List<T> members(Kind kind, ListId list, BiFunction<String, ObjectNode, T> make) {
    Tables tables = Tables.of(kind);
    String from =
        """
        "imagelist" l JOIN "%s" b ON b."fkImageList" = l."id" JOIN "%s" i ON i."id" = b."%s"
        """
            .formatted(tables.bindings(), tables.items(), tables.reference());
    List<T> members = new ArrayList<>();
    items(kind, from, "l.\"identifier\" = ? ORDER BY b.\"id\", m.\"id\"", list)
        .forEach((identifier, values) -> members.add(make.apply(identifier, Json.object(values))));
    return members;
  }

  @Override
  public List<ListId> listsWith(Item member) {
    Tables of = Tables.of(member.kind());
    return of.bindings() == null
        ? List.of()
        : sql.query(
            """
            SELECT DISTINCT l."identifier", l."id" FROM "imagelist" l
            JOIN "%s" b ON b."fkImageList" = l."id" JOIN "%s" i ON i."id" = b."%s"
            WHERE i."%s" = ? ORDER BY l."id"
            """
                .formatted(of.bindings(), of.items(), of.reference(), of.identifier()),
            r -> new ListId(r.getString(1)),
            member.text());
  }

  @Override
  public List<Publication> publications(ListId id) {
    return sql.query(
        "SELECT \"id\", \"version\", \"at\", \"expires\", \"signer\", \"uri\", \"summary\""
            + " FROM \"vmcaster_publication\" WHERE \"list\" = ? ORDER BY \"id\"",
        r ->
            new Publication(
                r.getLong(1),
                id,
                new Version(r.getString(2)),
                Instant.parse(r.getString(3)),
                Instant.parse(r.getString(4)),
                new Dn(r.getString(5)),
                r.getString(6),
                r.getString(7)),
        id.text());
  }

  @Override
  public List<Intent> intents(Item item) {
    return sql.query(
        """
        SELECT "id", "begun", "owner", "details" FROM "vmcaster_intent"
        WHERE "kind" = ? AND "identifier" = ? ORDER BY "id"
        """,
        r ->
            new Intent(
                r.getLong(1),
                item,
                Instant.parse(r.getString(2)),
                r.getString(3),
                (ObjectNode) Json.read(r.getString(4), "an intent in the database")),
        item.kind().name(),
        item.text());
  }

  @Override
  public Optional<byte[]> publishedMessage(long publicationId) {
    return sql.first(
        "SELECT \"message\" FROM \"vmcaster_publication\" WHERE \"id\" = ?",
        r -> r.getBytes(1),
        publicationId);
  }
}
