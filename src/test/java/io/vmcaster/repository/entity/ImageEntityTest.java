package io.vmcaster.repository.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.entity.ImageEntity.ReplacedBuildEntity;
import io.vmcaster.repository.entity.ImageEntity.SourceEntity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageEntityTest extends EntityTest {

  private void bindToTwoLists() {
    sessions.change(
        ImageEntity.class,
        session -> {
          ImageEntity image = new ImageEntity();
          image.identify(1, "i1");
          session.persist(image);
          for (long list = 1; list <= 2; list++) {
            ImageListEntity entity = new ImageListEntity();
            entity.identify(list, "l" + list);
            session.persist(entity);
            session.persist(image.bindTo(entity, 10 - list));
          }
        });
  }

  private List<String> lists() {
    return sessions.read(
        ImageEntity.class,
        session ->
            session.find(ImageEntity.class, 1L).bindings().stream()
                .map(each -> each.list() == null ? "gone" : each.list().identifier())
                .toList());
  }

  @Test
  void severalListsMayHaveIt() {
    bindToTwoLists();

    assertThat(lists()).containsExactly("l2", "l1");
    sessions.writeAsTheOriginal("DELETE FROM imagelist WHERE id = 2");
    assertThat(lists()).containsExactly("gone", "l1");
  }

  @Test
  void whatBindsItGoesWithItAndTheListsStay() {
    bindToTwoLists();

    sessions.change(
        ImageEntity.class, session -> session.remove(session.find(ImageEntity.class, 1L)));

    assertThat(sessions.rows("SELECT id FROM ImageListImage")).isEmpty();
    assertThat(sessions.rows("SELECT identifier FROM imagelist ORDER BY id"))
        .containsExactly("l1", "l2");
  }

  private static ImageSource source(long size, String digits) {
    return new ImageSource(
        size, new Sha512(digits.repeat(64)), new Sha512(digits.repeat(64).replace('a', 'f')));
  }

  /** Of an image that need not be there any more; a later one takes its place. */
  @Test
  void theFileOfAnImageIsOneAndWhole() {
    for (long size : new long[] {1, Long.MAX_VALUE}) {
      sessions.change(
          SourceEntity.class, session -> session.merge(new SourceEntity("i1", source(size, "ab"))));
    }

    ImageSource kept =
        sessions.read(
            SourceEntity.class, session -> session.find(SourceEntity.class, "i1").source());
    assertThat(kept).isEqualTo(source(Long.MAX_VALUE, "ab"));
    assertThat(sessions.rows("SELECT image FROM vmcaster_source")).containsExactly("i1");
  }

  @Test
  void aReplacedBuildIsKnownByItsAddress() {
    Instant now = Instant.parse("2026-11-23T08:00:00Z");
    ReplacedBuild one = new ReplacedBuild(new ImageId("i1"), "https://example.org/a", now);
    ReplacedBuild two = new ReplacedBuild(new ImageId("i1"), "https://example.org/b", now);
    sessions.change(
        ReplacedBuildEntity.class,
        session -> {
          session.persist(new ReplacedBuildEntity(one));
          session.persist(new ReplacedBuildEntity(two));
        });

    ReplacedBuild kept =
        sessions.read(
            ReplacedBuildEntity.class,
            session -> session.find(ReplacedBuildEntity.class, two.uri()).build());
    assertThat(kept).isEqualTo(two);
    assertThat(sessions.rows("SELECT uri FROM vmcaster_replaced")).hasSize(2);
  }
}
