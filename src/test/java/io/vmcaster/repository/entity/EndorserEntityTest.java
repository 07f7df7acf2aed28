package io.vmcaster.repository.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.KeyType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An endorser is found by subject; the original's column is called so. */
class EndorserEntityTest extends EntityTest {

  private static final String JANE = "/DC=org/DC=example/CN=Jane D\u00f6e";

  @BeforeEach
  void save() {
    sessions.change(
        EndorserEntity.class,
        session -> {
          EndorserEntity jane = new EndorserEntity();
          jane.identify(4, JANE);
          jane.addMetadata(1, "hv:email", "jane@example.org");
          jane.addType(2, "hv:email", "jane@example.org", "[]");
          ImageListEntity list = new ImageListEntity();
          list.identify(1, "l1");
          session.persist(jane);
          session.persist(list);
          session.persist(jane.bindTo(list, 1));
        });
  }

  @Test
  void itIsItsSubject() {
    assertThat(sessions.rows("SELECT id || subject FROM endorser")).containsExactly("4" + JANE);
    String endorsed =
        sessions.read(
            EndorserEntity.class,
            session -> {
              EndorserEntity jane = session.find(EndorserEntity.class, JANE, KeyType.NATURAL);
              assertThat(jane.id()).isEqualTo(4);
              return jane.bindings().first().list().identifier();
            });
    assertThat(endorsed).isEqualTo("l1");
  }

  /** The type of a value is found by subject, not by number, which the original gives again. */
  @Test
  void anotherOneWithItsNumberHasNoneOfItsValues() {
    sessions.writeAsTheOriginal("DELETE FROM endorser", "DELETE FROM endorserMetadata");
    sessions.writeAsTheOriginal("INSERT INTO endorser (id, subject) VALUES (4, '/CN=Other')");

    sessions.read(
        EndorserEntity.class,
        session -> {
          EndorserEntity other = session.find(EndorserEntity.class, 4L);
          assertThat(other.types()).isEmpty();
          assertThat(other.metadata()).isEmpty();
          return null;
        });
  }

  @Test
  void theListOutlivesIt() {
    sessions.change(
        EndorserEntity.class,
        session -> session.remove(session.find(EndorserEntity.class, JANE, KeyType.NATURAL)));

    assertThat(sessions.rows("SELECT id FROM Endorsement")).isEmpty();
    assertThat(sessions.rows("SELECT id FROM endorserMetadata")).isEmpty();
    assertThat(sessions.rows("SELECT identifier FROM imagelist")).containsExactly("l1");
  }
}
