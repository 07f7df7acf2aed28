package io.vmcaster.repository.orm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.entity.EndorserEntity;
import io.vmcaster.repository.entity.ImageEntity;
import io.vmcaster.repository.entity.ImageEntity.ReplacedBuildEntity;
import io.vmcaster.repository.entity.ImageEntity.SourceEntity;
import io.vmcaster.repository.entity.ImageListEntity;
import io.vmcaster.repository.entity.IntentEntity;
import io.vmcaster.repository.entity.ItemEntity;
import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MemberEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import io.vmcaster.repository.entity.PublicationEntity;
import io.vmcaster.repository.legacy.Schema.Tables;
import io.vmcaster.repository.orm.Orm.Unit;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.KeyType;
import org.hibernate.OrderingMode;
import org.hibernate.Session;
import org.hibernate.StatelessSession;

/**
 * One transaction on the database. What is read through it shows what it has changed so far. An
 * item that is named must exist, unless said otherwise; the services check that first. Entities are
 * loaded, changed, and flushed at the end; rows that are new by the thousand go past the session.
 */
public final class WriteTransaction extends ReadTransaction {

  /** How the original writes a moment. */
  private static final DateTimeFormatter ORIGINAL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private static final int BULK = 1000;

  private final Session session;
  private final Map<String, Long> numbers = new HashMap<>();

  /** Changes in the transaction that a database is in. */
  public WriteTransaction(DatabaseSession database) {
    super(database);
    this.session = database.orm(Unit.ITEMS);
  }

  private ItemEntity<?, ?> require(Item item) {
    return find(session, item).orElseThrow();
  }

  private ImageListEntity require(ListId list) {
    return (ImageListEntity) require((Item) list);
  }

  /** Creates an item without metadata and bindings. Does nothing when it is there already. */
  public void add(Item item) {
    if (find(session, item).isEmpty()) {
      session.persist(newItem(item));
    }
  }

  private ItemEntity<?, ?> newItem(Item item) {
    database.dialect().requireStorable(item, "its identifier", "");
    ItemEntity<?, ?> made =
        switch (item.kind()) {
          case LIST -> new ImageListEntity();
          case IMAGE -> new ImageEntity();
          case ENDORSER -> new EndorserEntity();
        };
    made.identify(next(Tables.of(item.kind()).items()), item.text());
    return made;
  }

  /** Deletes an item with its metadata and bindings; whether it was there. */
  public boolean delete(Item item) {
    startAnew();
    Optional<ItemEntity<?, ?>> found = find(session, item);
    found.ifPresent(session::remove);
    startAnew();
    return found.isPresent();
  }

  /** What the session holds of an item's bindings is not what the database has from now on. */
  private void startAnew() {
    session.flush();
    session.clear();
  }

  /** Sets one value, keeping its JSON type. */
  public void set(Item item, String key, JsonNode value) {
    set(require(item), item, key, value);
  }

  private void set(ItemEntity<?, ?> entity, Item item, String key, JsonNode value) {
    String text = Json.text(value);
    database.dialect().requireStorable(item, key, text);
    MetadataEntity<?> row = entity.row(key);
    if (row == null) {
      entity.addMetadata(next(Tables.of(item.kind()).metadata()), key, text);
    } else {
      row.setValue(text);
    }
    ValueTypeEntity type = entity.types().get(key);
    if (Tables.plain(key, text).equals(value)) {
      entity.types().remove(key);
    } else if (type == null) {
      entity.addType(next("vmcaster_value"), key, text, Json.compact(value));
    } else {
      type.set(text, Json.compact(value));
    }
  }

  /** Removes one value; whether it was there. */
  public boolean remove(Item item, String key) {
    ItemEntity<?, ?> entity = require(item);
    entity.types().remove(key);
    return entity.metadata().removeIf(row -> row.key().equals(key));
  }

  /** Makes the metadata of each item exactly this; creates items that are not there. */
  public void replaceMetadata(Map<? extends Item, ObjectNode> metadata) {
    Map<Item, ItemEntity<?, ?>> there = find(metadata.keySet());
    List<ItemEntity<?, ?>> created = new ArrayList<>();
    metadata.forEach(
        (item, values) -> {
          ItemEntity<?, ?> entity = there.get(item);
          if (entity == null) {
            entity = newItem(item);
            created.add(entity);
          } else {
            entity.metadata().removeIf(row -> !values.has(row.key()));
            entity.types().keySet().removeIf(key -> !values.has(key));
          }
          for (Map.Entry<String, JsonNode> each : values.properties()) {
            set(entity, item, each.getKey(), each.getValue());
          }
        });
    insert(created);
    insert(created.stream().flatMap(each -> each.metadata().stream()).toList());
    insert(created.stream().flatMap(each -> each.types().values().stream()).toList());
    startAnew();
  }

  /** Those of the items that are there. */
  private Map<Item, ItemEntity<?, ?>> find(Collection<? extends Item> items) {
    Map<Item, ItemEntity<?, ?>> found = new HashMap<>();
    for (Kind kind : Kind.values()) {
      List<String> wanted =
          items.stream().filter(item -> item.kind() == kind).map(Item::text).toList();
      if (!wanted.isEmpty()) {
        session
            .findMultiple(entity(kind), wanted, KeyType.NATURAL, OrderingMode.UNORDERED)
            .forEach(entity -> found.put(Item.of(kind, entity.identifier()), entity));
      }
    }
    return found;
  }

  /** Past the session, which would watch each of them to its end. */
  private void insert(List<?> rows) {
    try (StatelessSession bulk = database.bulk()) {
      for (int done = 0; done < rows.size(); done += BULK) {
        bulk.insertMultiple(rows.subList(done, Math.min(done + BULK, rows.size())));
      }
    }
  }

  /** Binds an image or endorser to a list, last in order; whether it was not bound before. */
  public boolean bind(ListId list, Item member) {
    ImageListEntity to = require(list);
    ItemEntity<?, ?> entity = require(member);
    boolean bound = entity.bindings().stream().anyMatch(each -> to.equals(each.list()));
    if (!bound) {
      session.persist(binding(to, entity, member.kind()));
      startAnew();
    }
    return !bound;
  }

  private BindingEntity<?> binding(ImageListEntity to, ItemEntity<?, ?> member, Kind kind) {
    return ((MemberEntity<?, ?, ?>) member).bindTo(to, next(Tables.of(kind).bindings()));
  }

  /** Unbinds an image or endorser from a list; whether it was bound. */
  public boolean unbind(ListId list, Item member) {
    startAnew();
    ImageListEntity from = require(list);
    List<? extends BindingEntity<?>> bound =
        require(member).bindings().stream().filter(each -> from.equals(each.list())).toList();
    bound.forEach(session::remove);
    startAnew();
    return !bound.isEmpty();
  }

  /** Makes the endorsers and images of a list exactly these, in this order. */
  public void replaceMembers(ListId list, List<Dn> endorsers, List<ImageId> images) {
    startAnew();
    replaceMembers(list, Kind.ENDORSER, endorsers);
    replaceMembers(list, Kind.IMAGE, images);
  }

  /** What is in its place already stays; whatever follows is bound anew, in order. */
  private void replaceMembers(ListId list, Kind kind, List<? extends Item> wanted) {
    ImageListEntity to = require(list);
    List<? extends BindingEntity<?>> bindings =
        List.copyOf(kind == Kind.IMAGE ? to.images() : to.endorsements());
    int same = 0;
    while (same < Math.min(bindings.size(), wanted.size())
        && bindings.get(same).member() != null
        && bindings.get(same).member().identifier().equals(wanted.get(same).text())) {
      same++;
    }
    bindings.subList(same, bindings.size()).forEach(session::remove);
    session.flush();
    List<? extends Item> missing = wanted.subList(same, wanted.size());
    Map<Item, ItemEntity<?, ?>> members = find(missing);
    insert(missing.stream().map(item -> binding(to, members.get(item), kind)).toList());
    session.clear();
  }

  private Session records() {
    return database.orm(Unit.RECORDS);
  }

  private void remove(Class<?> record, Object key) {
    Optional.ofNullable(records().find(record, key)).ifPresent(records()::remove);
  }

  /** Remembers the file that an image was made of, in place of what was remembered. */
  public void recordSource(ImageId id, ImageSource source) {
    records().merge(new SourceEntity(id.text(), source));
  }

  /** Remembers a file to be pruned one day, unless it is remembered already. */
  public void recordReplaced(ReplacedBuild build) {
    records().merge(new ReplacedBuildEntity(build));
  }

  /** Forgets a file that was replaced, since it is gone. */
  public void forgetReplaced(String uri) {
    remove(ReplacedBuildEntity.class, uri);
    records().flush();
  }

  /** Writes down what is about to be done; returns the same with its id. */
  public Intent begin(Intent intent) {
    IntentEntity row = new IntentEntity(next("vmcaster_intent"), intent);
    records().persist(row);
    return row.intent();
  }

  /** Replaces the details of an intent that was begun. */
  public void amend(Intent intent) {
    records().find(IntentEntity.class, intent.id()).setDetails(intent.details());
  }

  /** Deletes an intent, done or undone. */
  public void end(Intent intent) {
    remove(IntentEntity.class, intent.id());
  }

  /** Keeps a publication with its message; returns the same with its id. */
  public Publication recordPublication(Publication publication, byte[] message) {
    find(session, publication.list())
        .map(ImageListEntity.class::cast)
        .ifPresent(list -> list.setUpdated(ORIGINAL_TIME.format(publication.at())));
    PublicationEntity.WithMessage row =
        new PublicationEntity.WithMessage(next("vmcaster_publication"), publication, message);
    records().persist(row);
    return row.publication();
  }

  /**
   * The next row number in a table: above all that are there, so that their order is the order of
   * creation. Nobody else gives any meanwhile, since one transaction at a time may write.
   */
  private long next(String table) {
    String highest = "SELECT COALESCE(MAX(\"id\"), 0) FROM \"" + table + "\"";
    return numbers.compute(
        table,
        (name, last) ->
            1
                + (last == null
                    ? session.createNativeQuery(highest, Long.class).getSingleResult()
                    : last));
  }
}
