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
import io.vmcaster.model.ListId;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.ReplacedBuild;
import io.vmcaster.repository.entity.ValueText;
import io.vmcaster.repository.orm.DatabaseSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads by plain SQL, for commands that only look: Hibernate takes longer to start than they take.
 * It has no rules of its own; a test holds it against the reads of Hibernate.
 */
public final class SqlReadTransaction implements ReadTransaction {

  private final DatabaseSession session;
  private final Statements sql;

  /** Looks at a database. */
  public SqlReadTransaction(DatabaseSession session) {
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
  public boolean exists(Item item) {
    return metadata(item).isPresent();
  }

  @Override
  public Optional<ObjectNode> metadata(Item item) {
    Tables tables = Tables.of(item.kind());
    return Optional.ofNullable(
        items(
                item.kind(),
                tables.items() + " i",
                "i." + tables.identifier() + " = ? ORDER BY m.\"id\"",
                item)
            .get(item.text()));
  }

  /** Items and their metadata by one query, in its order. */
  private Map<String, ObjectNode> items(Kind kind, String from, String where, Item item) {
    Tables tables = Tables.of(kind);
    Map<String, String> keys = new HashMap<>(); // there are few, each in many rows
    Map<String, Map<String, JsonNode>> found = new LinkedHashMap<>();
    sql.query(
        """
        SELECT i.%s, m."key", m."value", v."text", v."json" FROM %s
        LEFT JOIN %s m ON m.%s = i."id"
        LEFT JOIN "vmcaster_value" v
          ON v."kind" = '%s' AND v."identifier" = i.%1$s AND v."key" = m."key"
        WHERE %s
        """
            .formatted(
                tables.identifier(), from, tables.metadata(), tables.reference(), kind, where),
        r -> {
          Map<String, JsonNode> values =
              found.computeIfAbsent(r.getString(1), each -> new HashMap<>());
          if (r.getString(2) != null) {
            String key = keys.computeIfAbsent(r.getString(2), each -> each);
            values.put(key, ValueText.read(key, r.getString(3), r.getString(4), r.getString(5)));
          }
          return null;
        },
        item.text());
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    found.forEach((identifier, values) -> objects.put(identifier, Json.object(values)));
    return objects;
  }

  @Override
  public Optional<ImageList> list(ListId id) {
    return session.read(
        () -> {
          List<Endorser> endorsers = new ArrayList<>();
          members(Kind.ENDORSER, id)
              .forEach((dn, values) -> endorsers.add(new Endorser(new Dn(dn), values)));
          List<Image> images = new ArrayList<>();
          members(Kind.IMAGE, id)
              .forEach((image, values) -> images.add(new Image(new ImageId(image), values)));
          return metadata(id).map(metadata -> new ImageList(id, metadata, endorsers, images));
        });
  }

  private Map<String, ObjectNode> members(Kind kind, ListId list) {
    Tables tables = Tables.of(kind);
    return items(
        kind,
        "\"imagelist\" l JOIN %s b ON b.\"fkImageList\" = l.\"id\" JOIN %s i ON i.\"id\" = b.%s"
            .formatted(tables.bindings(), tables.items(), tables.reference()),
        "l.\"identifier\" = ? ORDER BY b.\"id\", m.\"id\"",
        list);
  }

  @Override
  public List<ListId> listsWith(Item member) {
    Tables tables = Tables.of(member.kind());
    return tables.bindings() == null
        ? List.of()
        : sql.query(
            """
            SELECT DISTINCT l."identifier", l."id" FROM "imagelist" l
            JOIN %s b ON b."fkImageList" = l."id" JOIN %s i ON i."id" = b.%s
            WHERE i.%s = ? ORDER BY l."id"
            """
                .formatted(
                    tables.bindings(), tables.items(), tables.reference(), tables.identifier()),
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
                Item.of(Kind.valueOf(r.getString(2)), r.getString(3)),
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
