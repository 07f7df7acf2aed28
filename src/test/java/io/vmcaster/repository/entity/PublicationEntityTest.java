package io.vmcaster.repository.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.repository.entity.PublicationEntity.WithMessage;
import io.vmcaster.repository.entity.PublicationEntity.WithoutMessage;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publication of a list that is not there any more. */
class PublicationEntityTest extends EntityTest {

  private static final byte[] MESSAGE = {0, 13, 10, -1};

  @BeforeEach
  void save() {
    sessions.change(
        WithMessage.class, session -> session.persist(new WithMessage(3, publication(0), MESSAGE)));
  }

  private static Publication publication(long id) {
    return new Publication(
        id,
        new ListId("gone"),
        new Version("1.0.1"),
        Instant.parse("2026-11-23T08:00:00Z"),
        Instant.parse("2026-12-21T08:00:00Z"),
        new Dn("/CN=J\u00e4ne"),
        "https://example.org/list",
        "one image");
  }

  @Test
  void itIsReadBackWithItsNumber() {
    PublicationEntity read =
        sessions.read(WithMessage.class, session -> session.find(WithMessage.class, 3L));

    assertThat(read.publication()).isEqualTo(publication(3));
    assertThat(((WithMessage) read).message()).isEqualTo(MESSAGE);
  }

  @Test
  void aHistoryReadsTheSameWithoutTheMessage() {
    sessions.writeAsTheOriginal("UPDATE vmcaster_publication SET message = 'no bytes'");

    Publication read =
        sessions.read(
            WithoutMessage.class, session -> session.find(WithoutMessage.class, 3L).publication());

    assertThat(read).isEqualTo(publication(3));
  }

  /** What was signed is not changed by whoever has read it. */
  @Test
  void theMessageIsNobodysToChange() {
    byte[] given = MESSAGE.clone();
    WithMessage entity = new WithMessage(4, publication(0), given);
    given[0] = 1;
    entity.message()[1] = 1;

    assertThat(entity.message()).isEqualTo(MESSAGE);
  }
}
