package io.vmcaster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The members are a map like any other, in an order of its own. */
class MembersTest {

  private static final JsonValue ONE = JsonValue.of(1);
  private static final JsonValue TWO = JsonValue.of("2");

  @Test
  void areInTheOrderOfTheirCodePoints() {
    Map<String, JsonValue> map = new LinkedHashMap<>();
    for (String name : new String[] {"\ud83d\ude00", "b", "", "\ufffd", "ab", "a", "B"}) {
      map.put(name, ONE);
    }
    assertThat(Members.of(map).keySet())
        .containsExactly("", "B", "a", "ab", "b", "\ufffd", "\ud83d\ude00");
    JsonObject object = new JsonObject(map);
    assertThat(Members.of(object.members())).as("not copied again").isSameAs(object.members());
  }

  @Test
  void areFoundByTheirNames() {
    Map<String, JsonValue> members = Members.of(Map.of("b", TWO, "a", ONE));
    assertThat(members).hasSize(2).containsEntry("a", ONE).containsEntry("b", TWO);
    assertThat(members.get("c")).isNull();
    assertThat(members.containsKey("")).isFalse();
    assertThat(Members.of(Map.of())).isEmpty();
  }

  @Test
  void equalOtherMapsOfTheSame() {
    Map<String, JsonValue> map = new HashMap<>(Map.of("b", TWO, "a", ONE));
    Map<String, JsonValue> members = Members.of(map);
    assertThat(members).isEqualTo(map).hasSameHashCodeAs(map).isEqualTo(Members.of(map));
    assertThat(map).isEqualTo(members);
    map.put("c", ONE);
    assertThat(members).hasSize(2).isNotEqualTo(map).isNotEqualTo(Members.of(map));
    assertThat(members).isNotEqualTo(Members.of(Map.of("b", TWO, "a", TWO)));
  }

  @Test
  void cannotBeChanged() {
    Map<String, JsonValue> members = Members.of(Map.of("a", ONE));
    assertThatThrownBy(() -> members.put("b", ONE))
        .isInstanceOf(UnsupportedOperationException.class);
    Iterator<Map.Entry<String, JsonValue>> entries = members.entrySet().iterator();
    Map.Entry<String, JsonValue> entry = entries.next();
    assertThatThrownBy(entries::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> entry.setValue(TWO)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }
}
