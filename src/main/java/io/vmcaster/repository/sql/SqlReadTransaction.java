package io.vmcaster.repository.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.ReplacedBuild;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the database with a few set-based queries; what takes several sees one moment. */
class SqlReadTransaction implements ReadTransaction {

  final SqlSession session;
  final Statements sql;

  SqlReadTransaction(SqlSession session) {
    this.session = session;
    this.sql = session.sql();
  }

  @Override
  public List<Dn> endorsers() {
    return sql.query(
        "SELECT \"subject\" FROM \"endorser\" ORDER BY \"id\"", r -> new Dn(r.getString(1)));
  }

  @Override
  public List<ListId> lists() {
    return sql.query(
        "SELECT \"identifier\" FROM \"imagelist\" ORDER BY \"id\"",
        r -> new ListId(r.getString(1)));
  }

  @Override
  public List<ImageId> images() {
    return sql.query(
        "SELECT \"identifier\" FROM \"Image\" ORDER BY \"id\"", r -> new ImageId(r.getString(1)));
  }

  @Override
  public List<Binding> bindings() {
    return sql.query(
        "SELECT l.\"identifier\", i.\"identifier\" FROM \"imagelist\" l"
            + " LEFT JOIN (SELECT MIN(\"id\") AS \"id\", \"fkImageList\", \"fkImage\""
            + " FROM \"ImageListImage\" GROUP BY \"fkImageList\", \"fkImage\") b"
            + " ON b.\"fkImageList\" = l.\"id\""
            + " LEFT JOIN \"Image\" i ON i.\"id\" = b.\"fkImage\""
            + " ORDER BY l.\"id\", b.\"id\"",
        r ->
            new Binding(
                new ListId(r.getString(1)), Optional.ofNullable(r.getString(2)).map(ImageId::new)));
  }

  @Override
  public boolean exists(Item item) {
    return id(item).isPresent();
  }

  final Optional<Long> id(Item item) {
    Tables tables = Tables.of(item.kind());
    return sql.first(
        "SELECT \"id\" FROM " + tables.items() + " WHERE " + tables.identifier() + " = ?",
        r -> r.getLong(1),
        item.text());
  }

  @Override
  public Optional<ObjectNode> metadata(Item item) {
    return session.read(() -> metadataNow(item));
  }

  private Optional<ObjectNode> metadataNow(Item item) {
    Optional<Long> id = id(item);
    return id.map(
        number -> {
          Map<String, JsonNode> values = new HashMap<>();
          query(item.kind(), "m." + Tables.of(item.kind()).reference() + " = ?", number)
              .forEach(row -> values.put(row.key(), row.value()));
          return Json.object(values);
        });
  }

  @Override
  public Optional<ImageList> list(ListId id) {
    return session.read(() -> listNow(id));
  }

  private Optional<ImageList> listNow(ListId id) {
    Optional<Long> number = id(id);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    List<Endorser> endorsers = new ArrayList<>();
    members(Kind.ENDORSER, number.get())
        .forEach((dn, metadata) -> endorsers.add(new Endorser(new Dn(dn), metadata)));
    List<Image> images = new ArrayList<>();
    members(Kind.IMAGE, number.get())
        .forEach((image, metadata) -> images.add(new Image(new ImageId(image), metadata)));
    return Optional.of(new ImageList(id, metadata(id).orElse(Json.object()), endorsers, images));
  }

  private Map<String, ObjectNode> members(Kind kind, long list) {
    Tables tables = Tables.of(kind);
    Map<String, Map<String, JsonNode>> members = new LinkedHashMap<>();
    Map<Long, Map<String, JsonNode>> numbered = new HashMap<>();
    sql.query(
        "SELECT i."
            + tables.identifier()
            + ", i.\"id\" FROM "
            + tables.bindings()
            + " b JOIN "
            + tables.items()
            + " i ON i.\"id\" = b."
            + tables.reference()
            + " WHERE b.\"fkImageList\" = ? ORDER BY b.\"id\"",
        r ->
            numbered.put(
                r.getLong(2), members.computeIfAbsent(r.getString(1), name -> new HashMap<>())),
        list);
    query(
            kind,
            "m."
                + tables.reference()
                + " IN (SELECT "
                + tables.reference()
                + " FROM "
                + tables.bindings()
                + " WHERE \"fkImageList\" = ?)",
            list)
        .forEach(row -> numbered.get(row.item()).put(row.key(), row.value()));
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    members.forEach((identifier, values) -> objects.put(identifier, Json.object(values)));
    return objects;
  }

  private record ValueRow(long item, String key, JsonNode value) {}

  private List<ValueRow> query(Kind kind, String where, long number) {
    Tables tables = Tables.of(kind);
    Map<String, String> keys = new HashMap<>(); // there are few, each in many rows
    return sql.query(
        "SELECT m."
            + tables.reference()
            + ", m.\"key\", m.\"value\", v.\"json\" FROM "
            + tables.metadata()
            + " m JOIN "
            + tables.items()
            + " i ON i.\"id\" = m."
            + tables.reference()
            + " LEFT JOIN \"vmcaster_value\" v ON v.\"kind\" = '"
            + kind.name()
            + "' AND v.\"identifier\" = i."
            + tables.identifier()
            + " AND v.\"key\" = m.\"key\" AND v.\"text\" = m.\"value\" WHERE "
            + where
            + " ORDER BY m.\"id\"",
        r -> {
          String key = r.getString(2);
          return new ValueRow(r.getLong(1), keys.computeIfAbsent(key, k -> k), value(r));
        },
        number);
  }

  private static JsonNode value(ResultSet row) throws SQLException {
    String json = row.getString(4);
    if (json != null) {
      return Json.read(json, "a value in the database");
    }
    return plain(row.getString(2), row.getString(3));
  }

  /** What a value without an entry of ours is: text, but for sizes, which are numbers. */
  static JsonNode plain(String key, String text) {
    boolean number = key.equals(Keys.SIZE) && isNatural(text);
    return number ? Json.number(text) : Json.of(text);
  }

  private static boolean isNatural(String text) {
    boolean digits = !text.isEmpty() && (text.charAt(0) != '0' || text.length() == 1);
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }

  @Override
  public List<ListId> listsWith(Item member) {
    Tables tables = Tables.of(member.kind());
    if (tables.bindings() == null) {
      return List.of();
    }
    return sql.query(
        "SELECT l.\"identifier\" FROM \"imagelist\" l WHERE l.\"id\" IN (SELECT b.\"fkImageList\""
            + " FROM "
            + tables.bindings()
            + " b JOIN "
            + tables.items()
            + " i ON i.\"id\" = b."
            + tables.reference()
            + " WHERE i."
            + tables.identifier()
            + " = ?) ORDER BY l.\"id\"",
        r -> new ListId(r.getString(1)),
        member.text());
  }

  @Override
  public Optional<ImageSource> source(ImageId id) {
    return sql.first(
        "SELECT \"size\", \"sha512\", \"published\" FROM \"vmcaster_source\" WHERE \"image\" = ?",
        r -> new ImageSource(r.getLong(1), new Sha512(r.getString(2)), new Sha512(r.getString(3))),
        id.text());
  }

  @Override
  public List<Intent> intents() {
    return sql.query(
        "SELECT \"id\", \"kind\", \"identifier\", \"begun\", \"owner\", \"details\""
            + " FROM \"vmcaster_intent\" ORDER BY \"id\"",
        r ->
            new Intent(
                r.getLong(1),
                item(Kind.valueOf(r.getString(2)), r.getString(3)),
                Instant.parse(r.getString(4)),
                r.getString(5),
                (ObjectNode) Json.read(r.getString(6), "an intent in the database")));
  }

  @Override
  public List<ReplacedBuild> replacedBuilds() {
    return sql.query(
        "SELECT \"image\", \"uri\", \"at\" FROM \"vmcaster_replaced\" ORDER BY \"at\", \"uri\"",
        r ->
            new ReplacedBuild(
                new ImageId(r.getString(1)), r.getString(2), Instant.parse(r.getString(3))));
  }

  private static Item item(Kind kind, String text) {
    return switch (kind) {
      case LIST -> new ListId(text);
      case IMAGE -> new ImageId(text);
      case ENDORSER -> new Dn(text);
    };
  }

  @Override
  public List<ListId> publishedLists() {
    return sql.query(
        "SELECT \"list\" FROM \"vmcaster_publication\" GROUP BY \"list\" ORDER BY MIN(\"id\")",
        r -> new ListId(r.getString(1)));
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
  public Optional<byte[]> publishedMessage(long publicationId) {
    return sql.first(
        "SELECT \"message\" FROM \"vmcaster_publication\" WHERE \"id\" = ?",
        r -> r.getBytes(1),
        publicationId);
  }
}
