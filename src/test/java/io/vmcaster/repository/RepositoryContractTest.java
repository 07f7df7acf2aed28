package io.vmcaster.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.orm.WriteTransaction;
import io.vmcaster.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every repository promises. */
public abstract class RepositoryContractTest {

  private static final ListId LIST = new ListId("9b6fad19-d913-4cca-b77d-c4b4fcd9dc36");
  private static final ImageId ONE = new ImageId("image one");
  private static final ImageId TWO = new ImageId("image two");
  private static final Dn OWEN = new Dn("/C=DE/O=GermanGrid/CN=Owen Synge");
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir protected Path directory;
  private String url;
  private Repository repository;

  /** The URL of an empty database. */
  protected abstract String emptyDatabase(Path directory) throws Exception;

  @BeforeEach
  void open() throws Exception {
    url = emptyDatabase(directory);
    repository = openAgain();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Repository openAgain() {
    return Repository.open(
        url, new Environment(Map.of(), directory), Patience.LONG, Messages.SILENT);
  }

  @Test
  void anEmptyDatabaseHoldsNothing() {
    assertThat(repository.contents().lists()).isEmpty();
    assertThat(repository.contents().list(LIST)).isEmpty();
    assertThat(repository.contents().intents()).isEmpty();
  }

  @Test
  void everyValueKeepsItsType() {
    ObjectNode values =
        (ObjectNode)
            Json.read(
                """
                {"null": null, "true": true, "number": 12, "fraction": 1.50, "big": 1e400,
                 "empty": "", "text": "12", "odd": "\\u00e9\\ud83d\\ude00'\\"\\\\", "nested":
                 {"a": [1, null, {"b": []}]}, "hv:size": 42, "blank": " x\\ty\\n"}
                """,
                "test");
    change(
        changes -> {
          changes.add(ONE);
          changes.replaceMetadata(Map.of(ONE, values));
          changes.add(TWO);
          values.forEachEntry((key, value) -> changes.set(TWO, key, value));
        });
    assertThat(repository.contents().metadata(ONE)).contains(values);
    assertThat(repository.contents().metadata(TWO)).contains(values);
  }

  @Test
  void membersKeepTheirOrder() {
    change(
        changes -> {
          List.of(LIST, ONE, TWO, OWEN).forEach(changes::add);
          changes.bind(LIST, TWO);
          changes.bind(LIST, ONE);
          assertThat(changes.bind(LIST, ONE)).isFalse();
          changes.bind(LIST, OWEN);
        });
    ImageList list = repository.contents().list(LIST).orElseThrow();
    assertThat(list.images()).extracting(image -> image.id()).containsExactly(TWO, ONE);
    assertThat(list.endorsers()).extracting(endorser -> endorser.dn()).containsExactly(OWEN);
    assertThat(repository.contents().listsWith(ONE)).containsExactly(LIST);
    change(changes -> changes.replaceMembers(LIST, List.of(), List.of(ONE, TWO)));
    assertThat(repository.contents().list(LIST).orElseThrow().images())
        .extracting(image -> image.id())
        .containsExactly(ONE, TWO);
    assertThat(repository.contents().bindings()).hasSize(2);
  }

  @Test
  void whatIsDeletedStaysDeleted() {
    change(
        changes -> {
          List.of(LIST, ONE, OWEN).forEach(changes::add);
          changes.set(ONE, "dc:title", Json.of("old"));
          changes.set(LIST, "n", Json.of(1));
          changes.bind(LIST, ONE);
          changes.bind(LIST, OWEN);
        });
    change(
        changes -> {
          assertThat(changes.delete(ONE)).isTrue();
          assertThat(changes.delete(LIST)).isTrue();
          assertThat(changes.delete(LIST)).isFalse();
        });
    change(changes -> List.of(LIST, TWO).forEach(changes::add));
    assertThat(repository.contents().metadata(TWO)).contains(Json.object());
    ImageList list = repository.contents().list(LIST).orElseThrow();
    assertThat(list.images()).isEmpty();
    assertThat(list.endorsers()).isEmpty();
    assertThat(list.metadata()).isEqualTo(Json.object());
  }

  @Test
  void aChangeThatFailsLeavesNothing() {
    change(changes -> changes.add(LIST));
    assertThatThrownBy(
            () ->
                change(
                    changes -> {
                      changes.add(ONE);
                      changes.set(LIST, "k", Json.of("v"));
                      throw new InvalidDataFailure("refused", null);
                    }))
        .isInstanceOf(InvalidDataFailure.class);
    assertThat(repository.contents().exists(ONE)).isFalse();
    assertThat(repository.contents().metadata(LIST)).contains(Json.object());
    change(changes -> changes.add(ONE));
    assertThat(repository.contents().exists(ONE)).isTrue();
  }

  @Test
  void intentsSourcesAndPublicationsAreKept() {
    Sha512 sum = new Sha512("ab".repeat(64));
    ObjectNode details = Json.object("action", Json.of("x"));
    Intent[] begun = new Intent[1];
    change(
        changes -> {
          changes.add(LIST);
          begun[0] = changes.begin(new Intent(0, LIST, NOW, "me", details));
          changes.recordSource(ONE, new ImageSource(5, sum, sum));
          changes.recordSource(ONE, new ImageSource(6, sum, sum));
          changes.recordPublication(publication("1"), bytes("first"));
          changes.recordPublication(publication("2"), bytes("second"));
        });
    try (Repository again = openAgain()) {
      assertThat(again.contents().intents(LIST)).containsExactly(begun[0]);
      assertThat(again.contents().source(ONE)).contains(new ImageSource(6, sum, sum));
      List<Publication> all = again.contents().publications(LIST);
      assertThat(all).extracting(p -> p.version().text()).containsExactly("1", "2");
      assertThat(
              again
                  .contents()
                  .publishedMessage(all.get(1).id())
                  .map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
          .isEqualTo(Optional.of("second"));
    }
    change(changes -> changes.end(begun[0]));
    assertThat(repository.contents().intents()).isEmpty();
  }

  @Test
  void aLockedItemIsTheHoldersAlone() {
    try (Repository other = openAgain()) {
      Repository.Lock held = repository.lock(LIST, Duration.ZERO, "publishing");
      assertThatThrownBy(() -> other.lock(LIST, Duration.ofMillis(300), "publishing"))
          .isInstanceOf(LockedFailure.class)
          .hasMessageContaining("publishing")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      other.lock(ONE, Duration.ZERO, "uploading").close();
      held.close();
      other.lock(LIST, Duration.ZERO, "publishing").close();
    }
  }

  @Test
  void twentyWritersLoseNothing() throws Exception {
    change(changes -> changes.add(LIST));
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String key = "key" + i;
        writers.add(threads.submit(() -> setAlone(key)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(repository.contents().metadata(LIST).orElseThrow()).hasSize(20);
  }

  @RepeatedTest(3)
  void severalMayCreateItAtOnceThoughSomeFail() throws Exception {
    CyclicBarrier together = new CyclicBarrier(8);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      all.add(threads.submit(() -> createTogether(together, number)));
    }
    threads.shutdown();
    for (Future<?> each : all) {
      each.get();
    }
    assertThat(repository.contents().images()).hasSize(4);
  }

  /** Those with odd numbers fail. */
  private Object createTogether(CyclicBarrier together, int number) throws Exception {
    try (Repository own = openAgain()) {
      together.await();
      return own.change(
          changes -> {
            changes.add(new ImageId("image " + number));
            if (number % 2 == 1) {
              throw new InvalidDataFailure("refused", null);
            }
            return number;
          });
    } catch (InvalidDataFailure refused) {
      return refused;
    }
  }

  @Test
  void aReaderSeesAllOfAChangeOrNothing() throws Exception {
    change(changes -> List.of(LIST, ONE, TWO).forEach(changes::add));
    setMoment(repository, 0);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Repository other = openAgain()) {
      Future<?> writer =
          thread.submit(
              () -> {
                for (int moment = 1; moment <= 40; moment++) {
                  setMoment(other, moment);
                }
              });
      do {
        ImageList list = repository.contents().list(LIST).orElseThrow();
        assertThat(list.images()).hasSize(1);
        assertThat(list.images().get(0).metadata()).isEqualTo(list.metadata());
      } while (!writer.isDone());
      writer.get();
    } finally {
      thread.shutdown();
    }
  }

  /** Everything is another in each moment: the list's value, which image it has, and its value. */
  private static void setMoment(Repository repository, int moment) {
    ImageId image = moment % 2 == 0 ? ONE : TWO;
    repository.change(
        changes -> {
          changes.replaceMembers(LIST, List.of(), List.of(image));
          changes.set(LIST, "moment", Json.of(moment));
          changes.set(image, "moment", Json.of(moment));
          return null;
        });
  }

  private void setAlone(String key) {
    try (Repository own = openAgain()) {
      own.change(
          changes -> {
            changes.set(LIST, key, Json.of(1));
            return null;
          });
    }
  }

  private static Publication publication(String version) {
    return new Publication(
        0,
        LIST,
        new Version(version),
        NOW,
        NOW.plusSeconds(60),
        OWEN,
        "https://example.org/l",
        "s");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void change(Consumer<WriteTransaction> work) {
    repository.change(
        changes -> {
          work.accept(changes);
          return null;
        });
  }
}
