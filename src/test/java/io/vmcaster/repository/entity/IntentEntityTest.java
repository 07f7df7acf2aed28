package io.vmcaster.repository.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import io.vmcaster.repository.Look.Intent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntentEntityTest extends EntityTest {

  private static final Instant BEGUN = Instant.parse("2026-11-23T08:00:00.123456789Z");

  private static Intent intent(long id, Kind kind, String details) {
    return new Intent(
        id, Item.of(kind, "x'y"), BEGUN, "host:1", (ObjectNode) Json.read(details, "test"));
  }

  private Intent saved(long id, Intent intent) {
    sessions.change(IntentEntity.class, session -> session.persist(new IntentEntity(id, intent)));
    return read(id);
  }

  private Intent read(long id) {
    return sessions.read(
        IntentEntity.class, session -> session.find(IntentEntity.class, id).intent());
  }

  @ParameterizedTest
  @EnumSource
  void itIsReadBackWithItsNumber(Kind kind) {
    String details = "{\"a\":[1.50,null,\"\\u00e9\\n\"]}";

    assertThat(saved(7, intent(0, kind, details))).isEqualTo(intent(7, kind, details));
  }

  @Test
  void newDetailsTakeThePlaceOfTheOld() {
    saved(1, intent(0, Kind.LIST, "{\"old\":1}"));

    sessions.change(
        IntentEntity.class,
        session ->
            session
                .find(IntentEntity.class, 1L)
                .setDetails((ObjectNode) Json.read("{\"new\":2}", "test")));

    assertThat(read(1)).isEqualTo(intent(1, Kind.LIST, "{\"new\":2}"));
    assertThat(sessions.rows("SELECT details FROM vmcaster_intent")).containsExactly("{\"new\":2}");
  }

  @Test
  void damageIsSaid() {
    saved(1, intent(0, Kind.IMAGE, "{}"));
    sessions.writeAsTheOriginal("UPDATE vmcaster_intent SET details = '{'");

    assertThatThrownBy(() -> read(1))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("an intent in the database");
  }
}
