package io.vmcaster.repository.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain SQL of commands that only look says what Hibernate says, whatever there is. */
class SqlLookTest {

  private static final List<Item> ITEMS =
      List.of(
          new ListId("l1"),
          new ListId("l2"),
          new ListId("l3"),
          new ImageId("i1"),
          new ImageId("i2"),
          new ImageId("i3"),
          new ImageId("i4"),
          new Dn("/CN=a"),
          new Dn("/CN=b"),
          new ImageId("l1"));
  private static final List<String> KEYS = List.of("hv:size", "dc:title", "k", "hv:version");
  private static final List<JsonNode> VALUES =
      List.of(
          Json.of("7"),
          Json.of(7),
          Json.of("07"),
          Json.of(""),
          Json.of("a\nb\u00e9"),
          Json.read("{\"a\": [1, null]}", "test"),
          Json.read("null", "test"),
          Json.of(true));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void onSqlite(long seed) throws Exception {
    Path file = directory.resolve("dish.db");
    try (Repository repository = open("sqlite:///dish.db")) {
      Random random = new Random(seed);
      for (int round = 0; round < 4; round++) {
        repository.change(changes -> change(changes, random));
        compare(repository);
        damage("jdbc:sqlite:" + file, random);
        compare(repository);
      }
    }
  }

  @Test
  void onPostgres() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        Repository repository = open(server.newDatabase("dish"))) {
      compare(repository);
      for (long seed = 1; seed < 6; seed++) {
        Random random = new Random(seed);
        repository.change(changes -> change(changes, random));
        compare(repository);
      }
    }
  }

  private Repository open(String url) {
    return Repository.open(
        url, new Environment(Map.of(), directory), Patience.LONG, Messages.SILENT);
  }

  private static Object change(WriteTransaction changes, Random random) {
    ITEMS.stream().filter(item -> random.nextInt(3) > 0).forEach(changes::add);
    for (int i = 0; i < 40; i++) {
      Item item = any(ITEMS, random);
      if (changes.exists(item)) {
        change(changes, item, random);
      }
    }
    return null;
  }

  private static void change(WriteTransaction changes, Item item, Random random) {
    Item list = ITEMS.get(random.nextInt(3));
    boolean member = !(item instanceof ListId) && changes.exists(list);
    switch (random.nextInt(9)) {
      case 0 -> changes.delete(item);
      case 1 -> changes.remove(item, any(KEYS, random));
      case 2 -> changes.replaceMetadata(Map.of(item, Json.object("k", any(VALUES, random))));
      case 3 -> {
        if (member) {
          changes.bind((ListId) list, item);
        }
      }
      case 4 -> {
        if (member) {
          changes.unbind((ListId) list, item);
        }
      }
      case 5 -> replaceMembers(changes, (ListId) list);
      case 6 -> record(changes, random);
      default -> changes.set(item, any(KEYS, random), any(VALUES, random));
    }
  }

  private static void replaceMembers(WriteTransaction changes, ListId list) {
    if (changes.exists(list)) {
      List<ImageId> images = new ArrayList<>(changes.images());
      java.util.Collections.reverse(images);
      changes.replaceMembers(list, changes.endorsers(), images);
    }
  }

  private static void record(WriteTransaction changes, Random random) {
    Sha512 sum = new Sha512("ab".repeat(64));
    Instant now = Instant.parse("2026-11-23T08:00:00Z").plusSeconds(random.nextInt(1000));
    changes.recordSource(new ImageId("i1"), new ImageSource(random.nextInt(), sum, sum));
    changes.recordReplaced(new ReplacedBuild(new ImageId("i1"), "u" + random.nextInt(3), now));
    changes.begin(new Intent(0, any(ITEMS, random), now, "me", Json.object("k", Json.of(1))));
    changes.recordPublication(
        new Publication(
            0,
            (ListId) ITEMS.get(random.nextInt(3)),
            new Version("1"),
            now,
            now,
            new Dn("/CN=a"),
            "u",
            "s"),
        "message".getBytes(StandardCharsets.UTF_8));
  }

  /** As the original program and people with sqlite3 leave it. */
  private static void damage(String jdbc, Random random) throws Exception {
    List<String> all =
        List.of(
            "UPDATE ImageMetadata SET value = '8' WHERE key = 'k'",
            "INSERT INTO ImageMetadata SELECT MAX(id) + 1, 1, 'k', 'twice' FROM ImageMetadata",
            "INSERT INTO ImageMetadata SELECT MAX(id) + 1, 99, 'k', 'orphan' FROM ImageMetadata",
            "INSERT INTO ImageListImage SELECT MAX(id) + 1, 1, 1 FROM ImageListImage",
            "INSERT INTO ImageListImage SELECT MAX(id) + 1, 1, 99 FROM ImageListImage",
            "INSERT INTO ImageListImage SELECT MAX(id) + 1, 99, 1 FROM ImageListImage",
            "INSERT INTO ImageListImage SELECT MAX(id) + 1, NULL, 1 FROM ImageListImage",
            "INSERT INTO Endorsement SELECT MAX(id) + 1, 1, 99 FROM Endorsement",
            "DELETE FROM Image WHERE identifier = 'i2'",
            "DELETE FROM imagelist WHERE identifier = 'l2'");
    try (Connection connection = DriverManager.getConnection(jdbc);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 3; i++) {
        statement.execute(any(all, random));
      }
    }
  }

  private static void compare(Repository repository) {
    Look look = repository.look();
    ReadTransaction contents = repository.contents();
    assertThat(look).isInstanceOf(SqlLook.class);
    assertThat(look.endorsers()).isEqualTo(contents.endorsers());
    assertThat(look.lists()).isEqualTo(contents.lists());
    assertThat(look.images()).isEqualTo(contents.images());
    assertThat(look.bindings()).isEqualTo(contents.bindings());
    for (Item item : ITEMS) {
      assertThat(look.exists(item)).isEqualTo(contents.exists(item));
      assertThat(look.metadata(item)).isEqualTo(contents.metadata(item));
      assertThat(look.listsWith(item)).isEqualTo(contents.listsWith(item));
      assertThat(look.intents(item)).isEqualTo(contents.intents(item));
      if (item instanceof ListId list) {
        assertThat(look.list(list)).isEqualTo(contents.list(list));
        assertThat(look.publications(list)).isEqualTo(contents.publications(list));
        look.publications(list).forEach(each -> compareMessages(look, contents, each.id()));
      }
    }
    assertThat(look.publishedMessage(-1)).isEmpty();
    assertThat(contents.publishedMessage(-1)).isEmpty();
  }

  private static void compareMessages(Look look, ReadTransaction contents, long id) {
    Optional<byte[]> message = look.publishedMessage(id);
    assertThat(contents.publishedMessage(id).orElseThrow()).isEqualTo(message.orElseThrow());
  }

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
