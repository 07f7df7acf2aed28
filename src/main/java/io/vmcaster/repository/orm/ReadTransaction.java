package io.vmcaster.repository.orm;

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
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.entity.EndorserEntity;
import io.vmcaster.repository.entity.ImageEntity;
import io.vmcaster.repository.entity.ImageEntity.ReplacedBuildEntity;
import io.vmcaster.repository.entity.ImageEntity.SourceEntity;
import io.vmcaster.repository.entity.ImageListEntity;
import io.vmcaster.repository.entity.IntentEntity;
import io.vmcaster.repository.entity.ItemEntity;
import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import io.vmcaster.repository.entity.PublicationEntity.WithMessage;
import io.vmcaster.repository.entity.PublicationEntity.WithoutMessage;
import io.vmcaster.repository.legacy.Schema.Tables;
import io.vmcaster.repository.orm.Orm.Unit;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.KeyType;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * What the database holds, read through Hibernate. Each question is answered from one moment;
 * within a transaction all of them are. Everything comes in the order in which it was created or
 * bound; rows that the original program left behind are passed over.
 */
public class ReadTransaction implements Look {

  private static final String IN_ORDER = "ORDER BY \"id\"";

  final DatabaseSession database;

  /** Reads from a database. */
  public ReadTransaction(DatabaseSession database) {
    this.database = database;
  }

  final <T> T ask(Function<Session, T> question) {
    return ask(Unit.ITEMS, question);
  }

  private <T> T ask(Unit unit, Function<Session, T> question) {
    return database.read(() -> question.apply(database.orm(unit)));
  }

  static Class<? extends ItemEntity<?, ?>> entity(Kind kind) {
    return switch (kind) {
      case LIST -> ImageListEntity.class;
      case IMAGE -> ImageEntity.class;
      case ENDORSER -> EndorserEntity.class;
    };
  }

  /** An item; empty when there is none. */
  static Optional<ItemEntity<?, ?>> find(Session session, Item item) {
    return Optional.ofNullable(session.find(entity(item.kind()), item.text(), KeyType.NATURAL));
  }

  /**
   * Every row of a table. SQL, since Hibernate's own language takes longer to get going than all
   * the rest.
   *
   * @param rest what follows the table's name
   */
  static <E> List<E> rows(Session session, Class<E> entity, String rest, Object... values) {
    session.flush();
    String table = entity.getAnnotation(Table.class).name();
    NativeQuery<E> query =
        session
            .createNativeQuery("SELECT {e.*} FROM \"" + table + "\" e " + rest, entity)
            .addEntity("e", entity);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    return query.getResultList();
  }

  private <E> Optional<E> one(Class<E> entity, Object key) {
    return ask(Unit.of(entity), session -> Optional.ofNullable(session.find(entity, key)));
  }

  private <E, T> List<T> all(Class<E> entity, String rest, Function<E, T> value, Object... values) {
    return ask(
        Unit.of(entity),
        session -> rows(session, entity, rest, values).stream().map(value).toList());
  }

  @Override
  public List<Dn> endorsers() {
    return all(EndorserEntity.class, IN_ORDER, row -> new Dn(row.identifier()));
  }

  @Override
  public List<ListId> lists() {
    return all(ImageListEntity.class, IN_ORDER, row -> new ListId(row.identifier()));
  }

  @Override
  public List<ImageId> images() {
    return all(ImageEntity.class, IN_ORDER, row -> new ImageId(row.identifier()));
  }

  @Override
  public List<Binding> bindings() {
    return ask(
        session -> {
          List<Binding> all = new ArrayList<>();
          for (ImageListEntity list : rows(session, ImageListEntity.class, IN_ORDER)) {
            ListId id = new ListId(list.identifier());
            members(list.images())
                .forEach(
                    image ->
                        all.add(new Binding(id, Optional.of(new ImageId(image.identifier())))));
            if (all.isEmpty() || !all.get(all.size() - 1).list().equals(id)) {
              all.add(new Binding(id, Optional.empty()));
            }
          }
          return all;
        });
  }

  /** Each member once, where it was bound first. */
  static List<ItemEntity<?, ?>> members(Collection<? extends BindingEntity<?>> bindings) {
    return bindings.stream()
        .<ItemEntity<?, ?>>map(BindingEntity::member)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  @Override
  public boolean exists(Item item) {
    return ask(session -> find(session, item).isPresent());
  }

  @Override
  public Optional<ObjectNode> metadata(Item item) {
    return ask(session -> find(session, item).map(ReadTransaction::values));
  }

  static ObjectNode values(ItemEntity<?, ?> item) {
    Map<String, JsonNode> values = new HashMap<>();
    for (MetadataEntity<?> each : item.metadata()) {
      ValueTypeEntity type = item.types().get(each.key());
      values.put(
          each.key(),
          Tables.value(
              each.key(),
              each.value(),
              type == null ? null : type.text(),
              type == null ? null : type.json()));
    }
    return Json.object(values);
  }

  @Override
  public Optional<ImageList> list(ListId id) {
    return ask(session -> find(session, id).map(found -> list(id, (ImageListEntity) found)));
  }

  private static ImageList list(ListId id, ImageListEntity list) {
    return new ImageList(
        id,
        values(list),
        members(list.endorsements()).stream()
            .map(each -> new Endorser(new Dn(each.identifier()), values(each)))
            .toList(),
        members(list.images()).stream()
            .map(each -> new Image(new ImageId(each.identifier()), values(each)))
            .toList());
  }

  @Override
  public List<ListId> listsWith(Item member) {
    return ask(
        session ->
            find(session, member).stream()
                .flatMap(found -> found.bindings().stream())
                .map(BindingEntity::list)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparingLong(ItemEntity::id))
                .map(list -> new ListId(list.identifier()))
                .toList());
  }

  /** The file that an image was last made of, as far as it is known. */
  public Optional<ImageSource> source(ImageId id) {
    return one(SourceEntity.class, id.text()).map(SourceEntity::source);
  }

  /** What was begun and not yet recorded as done or undone. */
  public List<Intent> intents() {
    return all(IntentEntity.class, IN_ORDER, IntentEntity::intent);
  }

  /** The files of ours that were replaced and are not known to be gone, in that order. */
  public List<ReplacedBuild> replacedBuilds() {
    return all(ReplacedBuildEntity.class, "ORDER BY \"at\", \"uri\"", ReplacedBuildEntity::build);
  }

  /** The lists that were ever published from this database, deleted ones included. */
  public List<ListId> publishedLists() {
    return all(WithoutMessage.class, IN_ORDER, row -> row.publication().list()).stream()
        .distinct()
        .toList();
  }

  @Override
  public List<Publication> publications(ListId id) {
    return all(
        WithoutMessage.class,
        "WHERE \"list\" = ? " + IN_ORDER,
        WithoutMessage::publication,
        id.text());
  }

  @Override
  public Optional<byte[]> publishedMessage(long publicationId) {
    return one(WithMessage.class, publicationId).map(WithMessage::message);
  }

  @Override
  public List<Intent> intents(Item item) {
    return intents().stream().filter(intent -> intent.item().equals(item)).toList();
  }
}
