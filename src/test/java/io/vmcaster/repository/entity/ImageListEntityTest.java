package io.vmcaster.repository.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list with two images and an endorser. */
class ImageListEntityTest extends EntityTest {

  @BeforeEach
  void save() {
    sessions.change(
        ImageListEntity.class,
        session -> {
          ImageListEntity list = new ImageListEntity();
          list.identify(1, "l1");
          session.persist(list);
          bind(session, list, new ImageEntity(), 1, 20);
          bind(session, list, new ImageEntity(), 2, 10);
          bind(session, list, new EndorserEntity(), 1, 5);
        });
  }

  private static void bind(
      Session session,
      ImageListEntity list,
      ItemEntity.MemberEntity<?, ?, ?> member,
      long id,
      long row) {
    member.identify(id, member.getClass().getSimpleName() + id);
    session.persist(member);
    session.persist(member.bindTo(list, row));
  }

  private static ImageListEntity load(Session session) {
    return session.find(ImageListEntity.class, 1L);
  }

  private List<String> images() {
    return sessions.read(
        ImageListEntity.class,
        session ->
            load(session).images().stream()
                .map(ItemEntity.BindingEntity::member)
                .map(member -> member == null ? "gone" : member.identifier())
                .toList());
  }

  /** Not in the order of the images' own numbers. */
  @Test
  void membersComeInTheOrderInWhichTheyWereBound() {
    assertThat(images()).containsExactly("ImageEntity2", "ImageEntity1");
    List<String> endorsers =
        sessions.read(
            ImageListEntity.class,
            session ->
                load(session).endorsements().stream()
                    .map(each -> each.member().identifier() + " of " + each.list().identifier())
                    .toList());
    assertThat(endorsers).containsExactly("EndorserEntity1 of l1");
  }

  @Test
  void nothingHoldsAList() {
    assertThat(new ImageListEntity().bindings()).isEmpty();
  }

  @Test
  void itsMembersOutliveIt() {
    sessions.change(ImageListEntity.class, session -> session.remove(load(session)));

    assertThat(sessions.rows("SELECT id FROM imagelist")).isEmpty();
    assertThat(sessions.rows("SELECT id FROM ImageListImage")).isEmpty();
    assertThat(sessions.rows("SELECT id FROM Endorsement")).isEmpty();
    assertThat(sessions.rows("SELECT id FROM Image ORDER BY id")).containsExactly("1", "2");
    assertThat(sessions.rows("SELECT subject FROM endorser")).containsExactly("EndorserEntity1");
  }

  /** The original deletes an image and leaves what binds it. */
  @Test
  void anImageThatIsGoneLeavesAnEmptyPlace() {
    sessions.writeAsTheOriginal("DELETE FROM Image WHERE id = 2");

    assertThat(images()).containsExactly("gone", "ImageEntity1");
  }

  @Test
  void whenItWasPublishedIsKeptAsItIsWritten() {
    sessions.change(
        ImageListEntity.class, session -> load(session).setUpdated("2026-11-23 08:00:00.000000"));

    assertThat(sessions.rows("SELECT updated FROM imagelist").stream().filter(Objects::nonNull))
        .containsExactly("2026-11-23 08:00:00.000000");
  }
}
