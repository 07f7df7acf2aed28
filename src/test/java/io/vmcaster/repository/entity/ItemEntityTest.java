package io.vmcaster.repository.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.KeyType;
import org.hibernate.Session;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lists, images and endorsers have in common: their metadata. */
class ItemEntityTest extends EntityTest {

  static Stream<Named<Supplier<ItemEntity<?, ?>>>> kinds() {
    return Stream.of(
        Named.of("list", ImageListEntity::new),
        Named.of("image", ImageEntity::new),
        Named.of("endorser", EndorserEntity::new));
  }

  private ItemEntity<?, ?> save(Supplier<ItemEntity<?, ?>> kind) {
    ItemEntity<?, ?> item = kind.get();
    item.identify(7, "an item");
    item.addMetadata(12, "b", "2");
    item.addMetadata(11, "a", "1");
    item.addType(21, "b", "2", "2.0");
    sessions.change(item.getClass(), session -> session.persist(item));
    return item;
  }

  private static ItemEntity<?, ?> load(Session session, Supplier<ItemEntity<?, ?>> kind) {
    return session.find(kind.get().getClass(), "an item", KeyType.NATURAL);
  }

  private String text(Supplier<ItemEntity<?, ?>> kind) {
    return sessions.read(kind.get().getClass(), session -> text(load(session, kind)));
  }

  private static String text(ItemEntity<?, ?> item) {
    StringBuilder text = new StringBuilder(item.id() + " " + item.identifier());
    for (MetadataEntity<?> each : item.metadata()) {
      text.append(" ").append(each.key()).append("=").append(each.value());
    }
    item.types()
        .forEach((key, type) -> text.append(" ").append(key).append("=").append(type.json()));
    return text.toString();
  }

  /** Metadata comes in the order in which it was set, whatever the order in memory. */
  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsSavedWithItIsReadByAnotherSession(Supplier<ItemEntity<?, ?>> kind) {
    ItemEntity<?, ?> saved = save(kind);

    assertThat(text(kind)).isEqualTo("7 an item a=1 b=2 b=2.0").isEqualTo(text(saved));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsChangedIsSavedAndWhatIsTakenOutIsDeleted(Supplier<ItemEntity<?, ?>> kind) {
    save(kind);

    sessions.change(
        kind.get().getClass(),
        session -> {
          ItemEntity<?, ?> item = load(session, kind);
          item.row("a").setValue("one");
          item.metadata().removeIf(row -> row.key().equals("b"));
          item.types().remove("b");
          item.addMetadata(13, "c", "3");
        });

    assertThat(text(kind)).isEqualTo("7 an item a=one c=3");
    assertThat(sessions.rows("SELECT id FROM vmcaster_value")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatItHasIsDeletedWithIt(Supplier<ItemEntity<?, ?>> kind) {
    save(kind);

    sessions.change(kind.get().getClass(), session -> session.remove(load(session, kind)));

    for (String table :
        new String[] {"ImagelistMetadata", "ImageMetadata", "endorserMetadata", "vmcaster_value"}) {
      assertThat(sessions.rows("SELECT id FROM " + table)).as(table).isEmpty();
    }
  }

  /** The original makes duplicates; the last one is what it shows. */
  @ParameterizedTest
  @MethodSource("kinds")
  void ofADoubledKeyTheLastRowCounts(Supplier<ItemEntity<?, ?>> kind) {
    ItemEntity<?, ?> item = kind.get();
    item.addMetadata(9, "k", "last");
    item.addMetadata(3, "k", "first");

    assertThat(item.row("k").value()).isEqualTo("last");
    assertThat(item.metadata()).hasSize(2);
    assertThat(item.row("K")).isNull();
  }
}
