package io.vmcaster.repository.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReplacedBuild;
import io.vmcaster.repository.WriteTransaction;
import io.vmcaster.repository.orm.IntentRow;
import io.vmcaster.repository.orm.PublicationRow;
import io.vmcaster.repository.orm.ReplacedRow;
import io.vmcaster.repository.orm.SourceRow;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Changes the database in the transaction of its connection: the original's tables by plain SQL, so
 * that an edit or an import starts as fast as a look, our own by Hibernate.
 */
final class SqlWriteTransaction extends SqlReadTransaction implements WriteTransaction {

  /** How the original writes a moment. */
  private static final DateTimeFormatter ORIGINAL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** Adds what a value is in JSON. */
  static final String INSERT_TYPE =
      "INSERT INTO \"vmcaster_value\" (\"id\", \"kind\", \"identifier\", \"key\", \"text\","
          + " \"json\") VALUES (?, ?, ?, ?, ?, ?)";

  private final NextIds ids;
  private final BulkWriter many;

  /** Changes in the transaction of a session. */
  SqlWriteTransaction(SqlSession session) {
    super(session);
    this.ids = new NextIds(sql);
    this.many = new BulkWriter(this, ids);
  }

  /** Adds a value of an item's metadata. */
  static String insertValue(Tables tables) {
    return "INSERT INTO "
        + tables.metadata()
        + " (\"id\", "
        + tables.reference()
        + ", \"key\", \"value\") VALUES (?, ?, ?, ?)";
  }

  /** Binds an item to a list. */
  static String insertBinding(Tables tables) {
    return "INSERT INTO "
        + tables.bindings()
        + " (\"id\", \"fkImageList\", "
        + tables.reference()
        + ") VALUES (?, ?, ?)";
  }

  @Override
  public void add(Item item) {
    session.flavour().requireStorable(item, "its identifier", "");
    if (!exists(item)) {
      Tables tables = Tables.of(item.kind());
      sql.update(
          "INSERT INTO " + tables.items() + " (\"id\", " + tables.identifier() + ") VALUES (?, ?)",
          ids.of(tables.items()),
          item.text());
    }
  }

  @Override
  public boolean delete(Item item) {
    sql.update(
        "DELETE FROM \"vmcaster_value\" WHERE \"kind\" = ? AND \"identifier\" = ?",
        item.kind().name(),
        item.text());
    Tables tables = Tables.of(item.kind());
    return sql.update(
            "DELETE FROM " + tables.items() + " WHERE " + tables.identifier() + " = ?", item.text())
        > 0;
  }

  @Override
  public void set(Item item, String key, JsonNode value) {
    long id = id(item).orElseThrow();
    Tables tables = Tables.of(item.kind());
    forget(item, key);
    sql.update(
        "DELETE FROM "
            + tables.metadata()
            + " WHERE "
            + tables.reference()
            + " = ? AND \"key\" = ?",
        id,
        key);
    insert(item, id, key, value);
  }

  private void insert(Item item, long id, String key, JsonNode value) {
    Tables tables = Tables.of(item.kind());
    String text = Json.text(value);
    session.flavour().requireStorable(item, key, text);
    sql.update(insertValue(tables), ids.of(tables.metadata()), id, key, text);
    if (!plain(key, text).equals(value)) {
      sql.update(
          INSERT_TYPE,
          ids.of("\"vmcaster_value\""),
          item.kind().name(),
          item.text(),
          key,
          text,
          Json.compact(value));
    }
  }

  private void forget(Item item, String key) {
    sql.update(
        "DELETE FROM \"vmcaster_value\" WHERE \"kind\" = ? AND \"identifier\" = ? AND \"key\" = ?",
        item.kind().name(),
        item.text(),
        key);
  }

  @Override
  public boolean remove(Item item, String key) {
    forget(item, key);
    Tables tables = Tables.of(item.kind());
    return sql.update(
            "DELETE FROM "
                + tables.metadata()
                + " WHERE "
                + tables.reference()
                + " = ? AND \"key\" = ?",
            id(item).orElseThrow(),
            key)
        > 0;
  }

  @Override
  public void replaceMetadata(Map<? extends Item, ObjectNode> metadata) {
    many.replaceMetadata(metadata);
  }

  @Override
  public boolean bind(ListId list, Item member) {
    Tables tables = Tables.of(member.kind());
    long listId = id(list).orElseThrow();
    long memberId = id(member).orElseThrow();
    boolean bound =
        sql.first(
                "SELECT 1 FROM "
                    + tables.bindings()
                    + " WHERE \"fkImageList\" = ? AND "
                    + tables.reference()
                    + " = ?",
                r -> r.getInt(1),
                listId,
                memberId)
            .isPresent();
    if (!bound) {
      sql.update(insertBinding(tables), ids.of(tables.bindings()), listId, memberId);
    }
    return !bound;
  }

  @Override
  public boolean unbind(ListId list, Item member) {
    Tables tables = Tables.of(member.kind());
    return sql.update(
            "DELETE FROM "
                + tables.bindings()
                + " WHERE \"fkImageList\" = ? AND "
                + tables.reference()
                + " = ?",
            id(list).orElseThrow(),
            id(member).orElseThrow())
        > 0;
  }

  @Override
  public void replaceMembers(ListId list, List<Dn> endorsers, List<ImageId> images) {
    long id = id(list).orElseThrow();
    sql.update("DELETE FROM \"Endorsement\" WHERE \"fkImageList\" = ?", id);
    sql.update("DELETE FROM \"ImageListImage\" WHERE \"fkImageList\" = ?", id);
    many.bind(Item.Kind.ENDORSER, id, endorsers);
    many.bind(Item.Kind.IMAGE, id, images);
  }

  @Override
  public void recordSource(ImageId id, ImageSource source) {
    sql.update("DELETE FROM \"vmcaster_source\" WHERE \"image\" = ?", id.text());
    session
        .orm()
        .insert(
            new SourceRow(
                id.text(), source.size(), source.sha512().hex(), source.published().hex()));
  }

  @Override
  public void recordReplaced(ReplacedBuild build) {
    forgetReplaced(build.uri());
    session.orm().insert(new ReplacedRow(build.uri(), build.image().text(), build.at().toString()));
  }

  @Override
  public void forgetReplaced(String uri) {
    sql.update("DELETE FROM \"vmcaster_replaced\" WHERE \"uri\" = ?", uri);
  }

  @Override
  public Intent begin(Intent intent) {
    long id = ids.of("\"vmcaster_intent\"");
    session
        .orm()
        .insert(
            new IntentRow(
                id,
                intent.item().kind().name(),
                intent.item().text(),
                intent.begun().toString(),
                intent.owner(),
                Json.compact(intent.details())));
    return new Intent(id, intent.item(), intent.begun(), intent.owner(), intent.details());
  }

  @Override
  public void amend(Intent intent) {
    sql.update(
        "UPDATE \"vmcaster_intent\" SET \"details\" = ? WHERE \"id\" = ?",
        Json.compact(intent.details()),
        intent.id());
  }

  @Override
  public void end(Intent intent) {
    sql.update("DELETE FROM \"vmcaster_intent\" WHERE \"id\" = ?", intent.id());
  }

  @Override
  public Publication recordPublication(Publication publication, byte[] message) {
    sql.update(
        "UPDATE \"imagelist\" SET \"updated\" = ? WHERE \"identifier\" = ?",
        ORIGINAL_TIME.format(publication.at()),
        publication.list().text());
    long id = ids.of("\"vmcaster_publication\"");
    session
        .orm()
        .insert(
            new PublicationRow(
                id,
                publication.list().text(),
                publication.version().text(),
                publication.at().toString(),
                publication.expires().toString(),
                publication.signer().text(),
                publication.uri(),
                publication.summary(),
                message));
    return new Publication(
        id,
        publication.list(),
        publication.version(),
        publication.at(),
        publication.expires(),
        publication.signer(),
        publication.uri(),
        publication.summary());
  }
}
