package io.vmcaster.repository.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.Patience;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a SQLite file, and the rows that they leave. */
class WriteTransactionTest {

  private static final ListId LIST = new ListId("l1");
  private static final ImageId ONE = new ImageId("i1");
  private static final ImageId TWO = new ImageId("i2");
  private static final ImageId THREE = new ImageId("i3");
  private static final Dn JANE = new Dn("/CN=Jane");
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.123456Z");

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void open() {
    repository =
        Repository.open(
            "sqlite:///dish.db",
            new Environment(Map.of(), directory),
            Patience.LONG,
            Messages.SILENT);
    repository.edit(changes -> List.of(LIST, ONE, TWO, THREE, JANE).forEach(changes::add));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("dish.db"));
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  @Test
  void whatIsReadThroughItShowsWhatItHasChanged() {
    repository.edit(
        changes -> {
          changes.set(ONE, "k", Json.of("v"));
          assertThat(changes.metadata(ONE)).contains(Json.object("k", Json.of("v")));
          assertThat(changes.remove(ONE, "k")).isTrue();
          assertThat(changes.remove(ONE, "k")).isFalse();
          assertThat(changes.metadata(ONE)).contains(Json.object());
          assertThat(changes.delete(ONE)).isTrue();
          assertThat(changes.delete(ONE)).isFalse();
          assertThat(changes.exists(ONE)).isFalse();
          changes.add(new ImageId("i4"));
          assertThat(changes.images()).containsExactly(TWO, THREE, new ImageId("i4"));
        });
  }

  @Test
  void aChangeThatFailsIsUndoneWholly() {
    Consumer<WriteTransaction> failing =
        changes -> {
          changes.delete(TWO);
          changes.set(ONE, "k", Json.of("v"));
          changes.bind(LIST, ONE);
          changes.set(new ImageId("i9"), "k", Json.of("v"));
        };

    assertThatThrownBy(() -> repository.edit(failing))
        .as("an item that is named must exist")
        .isInstanceOf(NoSuchElementException.class);

    assertThat(repository.contents().images()).containsExactly(ONE, TWO, THREE);
    assertThat(repository.contents().metadata(ONE)).contains(Json.object());
    assertThat(repository.contents().listsWith(ONE)).isEmpty();
  }

  @Test
  void whatIsAddedTwiceKeepsWhatItHas() {
    repository.edit(changes -> changes.set(ONE, "k", Json.of("v")));
    repository.edit(changes -> changes.add(ONE));

    assertThat(repository.contents().metadata(ONE)).contains(Json.object("k", Json.of("v")));
  }

  /** A value is one row and, where the text does not tell its type, a second one. */
  @Test
  void aValueThatIsSetAnewLeavesNoOtherRow() throws SQLException {
    for (Object value : new Object[] {"7", 7, "x", true}) {
      repository.edit(
          changes -> changes.set(ONE, "k", Json.read(Json.compact(json(value)), "test")));
      assertThat(repository.contents().metadata(ONE)).contains(Json.object("k", json(value)));
    }
    assertThat(rows("SELECT value FROM ImageMetadata")).containsExactly("true");
    assertThat(rows("SELECT json FROM vmcaster_value")).containsExactly("true");

    repository.edit(changes -> changes.set(ONE, "k", Json.of("plain")));
    assertThat(rows("SELECT json FROM vmcaster_value")).isEmpty();
  }

  private static JsonNode json(Object value) {
    return value instanceof Integer number
        ? Json.of(number)
        : value instanceof Boolean yes ? Json.of(yes) : Json.of((String) value);
  }

  @Test
  void aMemberIsBoundOnceAndLast() {
    repository.edit(
        changes -> {
          assertThat(changes.bind(LIST, TWO)).isTrue();
          assertThat(changes.bind(LIST, ONE)).isTrue();
          assertThat(changes.bind(LIST, TWO)).isFalse();
          assertThat(changes.bind(LIST, JANE)).isTrue();
          assertThat(changes.unbind(LIST, TWO)).isTrue();
          assertThat(changes.unbind(LIST, TWO)).isFalse();
          assertThat(changes.bind(LIST, TWO)).isTrue();
        });

    assertThat(repository.contents().list(LIST).orElseThrow().images())
        .extracting(image -> image.id())
        .containsExactly(ONE, TWO);
  }

  @Test
  void theMembersOfAListAreExactlyTheseInThisOrder() throws SQLException {
    for (List<ImageId> images :
        List.of(
            List.of(ONE, TWO),
            List.of(ONE, TWO, THREE),
            List.of(ONE, THREE, TWO),
            List.of(THREE),
            List.<ImageId>of())) {
      repository.edit(changes -> changes.replaceMembers(LIST, List.of(JANE), images));

      assertThat(repository.contents().list(LIST).orElseThrow().images())
          .extracting(image -> image.id())
          .containsExactlyElementsOf(images);
      assertThat(rows("SELECT id FROM ImageListImage")).hasSameSizeAs(images);
      assertThat(repository.contents().listsWith(JANE)).containsExactly(LIST);
    }

    repository.edit(changes -> changes.replaceMembers(LIST, List.of(), List.of()));
    assertThat(rows("SELECT id FROM Endorsement")).isEmpty();
    assertThat(repository.contents().exists(TWO)).isTrue();
  }

  /** More than go into the database at once. */
  @Test
  void manyItemsAreMadeExactlyWhatIsGiven() {
    Map<Item, ObjectNode> all = new LinkedHashMap<>();
    for (int i = 1; i <= 1100; i++) {
      all.put(new ImageId("i" + i), Json.object("number", Json.of(i)));
    }
    repository.edit(
        changes -> {
          changes.set(ONE, "old", Json.of(true));
          changes.replaceMetadata(all);
          assertThat(changes.metadata(ONE)).contains(Json.object("number", Json.of(1)));
        });

    assertThat(repository.contents().images()).containsExactlyElementsOf(images(all));
    assertThat(repository.contents().metadata(new ImageId("i1100")))
        .contains(Json.object("number", Json.of(1100)));
  }

  private static List<ImageId> images(Map<Item, ObjectNode> all) {
    return all.keySet().stream().map(ImageId.class::cast).toList();
  }

  /** So that the order of the numbers is the order of creation. */
  @Test
  void aNewRowIsNumberedAboveAllThatAreThere() throws SQLException {
    repository.edit(changes -> changes.delete(ONE));
    repository.edit(changes -> changes.add(ONE));

    assertThat(rows("SELECT identifier FROM Image ORDER BY id")).containsExactly("i2", "i3", "i1");
  }

  @Test
  void anIntentIsAmendedAndEnded() {
    Intent begun =
        repository.change(
            changes -> changes.begin(new Intent(0, ONE, NOW, "host:1", Json.object())));
    assertThat(begun.id()).isPositive();
    ObjectNode details = Json.object("sent", Json.of(true));

    repository.edit(changes -> changes.amend(new Intent(begun.id(), ONE, NOW, "another", details)));
    assertThat(repository.contents().intents())
        .containsExactly(new Intent(begun.id(), ONE, NOW, "host:1", details));

    repository.edit(changes -> changes.end(begun));
    repository.edit(changes -> changes.end(begun));
    assertThat(repository.contents().intents()).isEmpty();
  }

  /** The original shows it; it writes moments of UTC without saying so. */
  @Test
  void aPublicationIsTheListsUpdate() throws SQLException {
    repository.edit(
        changes -> {
          changes.recordPublication(publication(LIST), new byte[] {0, -1});
          changes.recordPublication(publication(new ListId("gone")), new byte[] {1});
        });

    assertThat(rows("SELECT updated FROM imagelist")).containsExactly("2026-11-23 08:00:00.123456");
    assertThat(rows("SELECT hex(message) FROM vmcaster_publication ORDER BY id"))
        .containsExactly("00FF", "01");
  }

  private static Publication publication(ListId list) {
    return new Publication(0, list, new Version("1"), NOW, NOW, JANE, "u", "s");
  }
}
