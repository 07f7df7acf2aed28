package io.vmcaster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Run;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.sql.SqliteRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Journal} leaves in the database at each step, for a run that finds it there. */
class JournalTest {

  private static final Instant NOW = Instant.parse("2026-11-28T01:02:03Z");
  private static final ImageId IMAGE = new ImageId("7b1aea46-8776-4447-9450-00e720fc042c");
  private static final ListId LIST = new ListId("e38a3fd2-0ed8-11e2-873a-001cc0beb420");
  private static final String URI = "https://images.example.org/images/worker.raw.gz";
  private static final Begun.Arrived ARRIVED = new Begun.Arrived(5, sha512("a"), 9, sha512("b"));

  @TempDir Path directory;
  private final List<FailPoint> steps = new ArrayList<>();
  private Repository repository;

  private static Sha512 sha512(String digit) {
    return new Sha512(digit.repeat(128));
  }

  @BeforeEach
  void open() {
    repository = new SqliteRepository(directory.resolve("dish.db"), Duration.ZERO, Messages.SILENT);
    repository.change(
        changes -> {
          changes.add(IMAGE);
          changes.add(LIST);
          return null;
        });
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** As another run has it, which knows nothing but the database. */
  private Journal journal() {
    return new Journal(
        repository,
        new Run(
            new Environment(Map.of(), directory),
            Messages.SILENT,
            Progress.NONE,
            Passphrases.NONE,
            Clock.fixed(NOW, ZoneOffset.UTC),
            steps::add));
  }

  private Begun.Upload begun() {
    return journal().begin(IMAGE, URI, "worker.part", "raw.gz");
  }

  private Begun.Publishing publishing(String version) {
    return journal()
        .begin(
            new Begun.NewPublication(
                new Publication(
                    0,
                    LIST,
                    new Version(version),
                    NOW,
                    NOW.plus(Duration.ofDays(28)),
                    new Dn("/DC=org/DC=example/CN=Jane Doe"),
                    "https://images.example.org/lists/" + version,
                    "all new"),
                "the message of " + version,
                false),
            "list.part");
  }

  private Image image() {
    return repository.contents().image(IMAGE).orElseThrow();
  }

  @Test
  void anotherRunFindsAnUploadAsItWasBegun() {
    begun();

    Begun.Upload found = journal().uploads(IMAGE).get(0);
    assertThat(found.image()).isEqualTo(IMAGE);
    assertThat(found.uri()).isEqualTo(URI);
    assertThat(found.format()).isEqualTo("raw.gz");
    assertThat(found.owner()).isNotBlank();
    assertThat(found.arrived()).isEmpty();
    assertThat(found.isBeside("https://images.example.org/images/other")).isTrue();
    assertThat(found.isBeside("https://images.example.org/other")).isFalse();
    assertThat(steps).containsExactly(FailPoint.IMAGE_INTENT_BEGUN, FailPoint.IMAGE_INTENT_WRITTEN);
  }

  @Test
  void whatHasArrivedCanBeFinishedByAnotherRun() {
    journal().arrived(begun(), ARRIVED);

    Begun.Upload found = journal().uploads(IMAGE).get(0);
    assertThat(found.arrived()).contains(ARRIVED);
    assertThat(journal().complete(found)).contains(image());
    assertThat(journal().uploads(IMAGE)).isEmpty();
    assertThat(image().text(Keys.URI)).contains(URI);
    assertThat(image().text(Keys.SHA512)).contains("a".repeat(128));
    assertThat(image().text(Keys.FORMAT)).contains("raw.gz");
    assertThat(image().text(Keys.VERSION)).contains("0.0.1");
    assertThat(repository.contents().source(IMAGE).orElseThrow().sha512()).isEqualTo(sha512("b"));
    assertThat(repository.contents().replacedBuilds()).isEmpty();
  }

  @Test
  void theBuildThatIsReplacedIsRememberedWhenItIsOurs() {
    journal().complete(journal().arrived(begun(), ARRIVED));
    Begun.Upload next = journal().begin(IMAGE, URI + ".2", "worker.part", "raw.gz");
    Begun.Arrived other = new Begun.Arrived(6, sha512("c"), 9, sha512("d"));

    assertThat(journal().complete(journal().arrived(next, other))).contains(image());
    assertThat(image().text(Keys.VERSION)).contains("0.0.2");
    assertThat(repository.contents().replacedBuilds())
        .containsExactly(new ReplacedBuild(IMAGE, URI, NOW));
  }

  @Test
  void aBuildThatSomebodyElseMadeIsNotOursToRemove() {
    repository.change(
        changes -> {
          changes.set(IMAGE, Keys.URI, Json.of("https://images.example.org/theirs"));
          changes.set(IMAGE, Keys.SHA512, Json.of("e".repeat(128)));
          return null;
        });
    journal().complete(journal().arrived(begun(), ARRIVED));

    assertThat(repository.contents().replacedBuilds()).isEmpty();
  }

  @Test
  void anImageThatWasDeletedMeanwhileGetsNothing() {
    Begun.Upload upload = journal().arrived(begun(), ARRIVED);
    repository.change(
        changes -> {
          changes.delete(IMAGE);
          return null;
        });

    assertThat(journal().complete(upload)).isEmpty();
    assertThat(repository.contents().exists(IMAGE)).isFalse();
    assertThat(repository.contents().intents()).isEmpty();
  }

  @Test
  void anUploadThatIsGivenUpLeavesNothing() {
    journal().giveUp(begun());

    assertThat(repository.contents().intents()).isEmpty();
    assertThat(image().text(Keys.URI)).isEmpty();
  }

  @Test
  void aPublicationIsInTheHistoryOnceItIsComplete() {
    publishing("1.0");
    Begun.Publishing found = journal().publications(LIST).get(0);
    assertThat(Journal.anyUnseen(repository.contents(), LIST)).isTrue();
    assertThat(repository.contents().publications(LIST)).isEmpty();

    journal().complete(found);

    Publication published = repository.contents().publications(LIST).get(0);
    assertThat(published.version()).isEqualTo(new Version("1.0"));
    assertThat(published.at()).isEqualTo(NOW);
    assertThat(published.summary()).isEqualTo("all new");
    assertThat(repository.contents().publishedMessage(published.id()))
        .contains("the message of 1.0".getBytes(StandardCharsets.US_ASCII));
    assertThat(repository.contents().metadata(LIST).orElseThrow().get(Keys.EXPIRES).asText())
        .isEqualTo("2026-12-26T01:02:03Z");
    assertThat(Journal.anyUnseen(repository.contents(), LIST)).isFalse();
  }

  @Test
  void aVersionThatMayHaveBeenPublicIsSpentUntilANewerOneIs() {
    journal().giveUp(publishing("1.0"), true);
    journal().giveUp(publishing("1.1"), false);
    assertThat(Journal.spentVersions(repository.contents(), LIST))
        .containsExactly(new Version("1.0"));

    journal().complete(publishing("1.2"));
    assertThat(Journal.spentVersions(repository.contents(), LIST)).isEmpty();
  }

  @Test
  void aVersionThatNobodySawCountsUntilANewerOneIsPublic() {
    journal().unseen(LIST, new Version("1.3"));
    journal().complete(publishing("1.2"));
    assertThat(Journal.anyUnseen(repository.contents(), LIST)).isTrue();

    journal().complete(publishing("1.3"));
    assertThat(Journal.anyUnseen(repository.contents(), LIST)).isFalse();
  }

  @Test
  void aFormatThatIsDeclaredIsKept() {
    assertThat(Journal.format(image(), "raw.gz")).isEqualTo("raw.gz");
    repository.change(
        changes -> {
          changes.set(IMAGE, Keys.FORMAT, Json.of("gz"));
          return null;
        });
    assertThat(Journal.format(image(), "raw.gz")).isEqualTo("gz");
    assertThat(Journal.nextVersion(image())).isEqualTo("0.0.1");
  }
}
