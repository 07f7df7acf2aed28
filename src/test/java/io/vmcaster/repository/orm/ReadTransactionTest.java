package io.vmcaster.repository.orm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look.Binding;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.Patience;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SQLite file holds, read through Hibernate. */
class ReadTransactionTest {

  private static final ListId LIST = new ListId("l1");
  private static final ListId EMPTY = new ListId("l2");
  private static final ImageId ONE = new ImageId("i1");
  private static final ImageId TWO = new ImageId("i2");
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void make() {
    repository =
        Repository.open(
            "sqlite:///dish.db",
            new Environment(Map.of(), directory),
            Patience.LONG,
            Messages.SILENT);
    repository.edit(
        changes -> {
          List.of(LIST, EMPTY, TWO, ONE).forEach(changes::add);
          changes.bind(LIST, TWO);
          changes.bind(LIST, ONE);
          changes.set(ONE, "k", Json.of(1));
        });
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("dish.db"));
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** SQLite lets somebody write beside a reader when the file is in WAL mode. */
  @Test
  void withinATransactionAllAnswersAreOfOneMoment() throws SQLException {
    sql("PRAGMA journal_mode = WAL");
    repository.close();

    int seen =
        repository.read(
            contents -> {
              assertThat(contents.images()).hasSize(2);
              insertMeanwhile();
              assertThat(contents.exists(new ImageId("i3"))).isFalse();
              assertThat(contents.listsWith(ONE)).containsExactly(LIST);
              return contents.images().size();
            });

    assertThat(seen).isEqualTo(2);
    assertThat(repository.contents().images()).hasSize(3);
    assertThat(repository.contents().listsWith(ONE)).containsExactly(LIST, EMPTY);
  }

  private void insertMeanwhile() {
    try {
      sql(
          "INSERT INTO Image (identifier) VALUES ('i3')",
          "INSERT INTO ImageListImage (fkImageList, fkImage) VALUES (2, 2)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutOneEachAnswerIsOfItsOwn() throws SQLException {
    ReadTransaction contents = repository.contents();
    assertThat(contents.images()).containsExactly(TWO, ONE);

    sql("INSERT INTO Image (identifier) VALUES ('i3')", "UPDATE ImageMetadata SET value = 'x'");

    assertThat(contents.images()).containsExactly(TWO, ONE, new ImageId("i3"));
    assertThat(contents.metadata(ONE)).contains(Json.object("k", Json.of("x")));
  }

  @Test
  void whatTheOriginalLeftBehindIsPassedOver() throws SQLException {
    sql(
        "INSERT INTO ImageListImage (fkImageList, fkImage) VALUES (1, 1), (1, 77), (77, 1)",
        "INSERT INTO ImageListImage (fkImageList, fkImage) VALUES (1, NULL)",
        "INSERT INTO ImageMetadata (fkImage, key, value) VALUES (77, 'k', 'orphan')");
    ReadTransaction contents = repository.contents();

    assertThat(contents.list(LIST).orElseThrow().images())
        .extracting(image -> image.id())
        .containsExactly(TWO, ONE);
    assertThat(contents.listsWith(TWO)).containsExactly(LIST);
    assertThat(contents.bindings())
        .containsExactly(
            new Binding(LIST, Optional.of(TWO)),
            new Binding(LIST, Optional.of(ONE)),
            new Binding(EMPTY, Optional.empty()));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    ReadTransaction contents = repository.contents();
    ListId missing = new ListId("i1");

    assertThat(contents.exists(missing)).as("an image of that name is there").isFalse();
    assertThat(contents.metadata(missing)).isEmpty();
    assertThat(contents.list(missing)).isEmpty();
    assertThat(contents.listsWith(new ImageId("i9"))).isEmpty();
    assertThat(contents.source(ONE)).isEmpty();
    assertThat(contents.publishedMessage(1)).isEmpty();
    assertThat(contents.publications(LIST)).isEmpty();
  }

  @Test
  void intentsAreThoseOfTheItem() {
    Intent one = repository.change(changes -> changes.begin(intent(ONE)));
    Intent list = repository.change(changes -> changes.begin(intent(LIST)));

    assertThat(repository.contents().intents()).containsExactly(one, list);
    assertThat(repository.contents().intents(ONE)).containsExactly(one);
    assertThat(repository.contents().intents(new ListId("i1"))).isEmpty();
  }

  private static Intent intent(Item item) {
    return new Intent(0, item, NOW, "host:1", Json.object("k", Json.of(1)));
  }

  /** The oldest is pruned first. */
  @Test
  void replacedBuildsComeByTheirMoment() {
    ReplacedBuild late = new ReplacedBuild(ONE, "https://example.org/a", NOW.plusSeconds(60));
    ReplacedBuild early = new ReplacedBuild(TWO, "https://example.org/c", NOW);
    ReplacedBuild same = new ReplacedBuild(TWO, "https://example.org/b", NOW);
    repository.edit(changes -> List.of(late, early, same).forEach(changes::recordReplaced));

    assertThat(repository.contents().replacedBuilds()).containsExactly(same, early, late);
  }

  @Test
  void aDeletedListWasPublishedAllTheSame() {
    repository.edit(
        changes -> {
          for (ListId list : List.of(EMPTY, LIST, EMPTY)) {
            changes.recordPublication(publication(list), new byte[] {1});
          }
          changes.delete(EMPTY);
        });

    assertThat(repository.contents().publishedLists()).containsExactly(EMPTY, LIST);
    assertThat(repository.contents().publications(EMPTY)).hasSize(2);
  }

  private static Publication publication(ListId list) {
    return new Publication(0, list, new Version("1"), NOW, NOW, new Dn("/CN=a"), "u", "s");
  }

  @Test
  void theSourceOfAnImageIsTheLast() {
    ImageSource first = new ImageSource(1, sha("a"), sha("b"));
    ImageSource last = new ImageSource(2, sha("c"), sha("d"));
    repository.edit(changes -> changes.recordSource(ONE, first));
    repository.edit(changes -> changes.recordSource(ONE, last));

    assertThat(repository.contents().source(ONE)).contains(last);
  }

  private static Sha512 sha(String digit) {
    return new Sha512(digit.repeat(128));
  }
}
