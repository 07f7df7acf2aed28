package io.vmcaster.repository.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.WarningsTo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the original program made, and what happens to files in general. */
class OriginalFileTest {

  private static final String SCHEMA =
      "CREATE TABLE endorser (id INTEGER NOT NULL, subject VARCHAR(100) NOT NULL, PRIMARY KEY (id),"
          + " UNIQUE (subject));"
          + metadata("endorserMetadata", "fkEndorser", "endorser")
          + "CREATE TABLE imagelist (id INTEGER NOT NULL, identifier VARCHAR(50) NOT NULL, updated"
          + " DATETIME, PRIMARY KEY (id), UNIQUE (identifier));"
          + metadata("ImagelistMetadata", "fkImageList", "imagelist")
          + "CREATE TABLE \"Image\" (id INTEGER NOT NULL, identifier VARCHAR(50) NOT NULL, PRIMARY"
          + " KEY (id), UNIQUE (identifier));"
          + metadata("ImageMetadata", "fkImage", "Image")
          + binding("Endorsement", "fkEndorser", "endorser")
          + binding("ImageListImage", "fkImage", "Image");

  private static final ListId LIST = new ListId("l1");

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private int made;

  @Test
  void itOpensAsItIsAndTheOriginalStillReadsIt() throws Exception {
    sqlite(SCHEMA + ROWS);
    byte[] before = Files.readAllBytes(file());
    try (Repository repository = open()) {
      ImageList list = repository.contents().list(LIST).orElseThrow();
      assertThat(list.text("dc:title")).contains("Title");
      assertThat(list.images()).extracting(image -> image.id().text()).containsExactly("i2", "i1");
      assertThat(image(list, "i1").metadata().get("hv:size")).isEqualTo(Json.number("42"));
      assertThat(Files.readAllBytes(file())).isEqualTo(before);
      repository.change(
          changes -> {
            changes.set(LIST, "dc:title", Json.of("New"));
            return null;
          });
    }
    assertThat(sqlite("SELECT value FROM ImagelistMetadata WHERE key = 'dc:title'"))
        .isEqualTo("New\n");
  }

  @Test
  void whatIsChangedWithSqlShowsAtOnce() throws Exception {
    try (Repository repository = open()) {
      repository.change(
          changes -> {
            changes.add(LIST);
            changes.set(LIST, "count", Json.read("7", "test"));
            changes.set(LIST, "nothing", NullNode.instance);
            changes.set(LIST, "nested", Json.read("{\"a\": [1, true, \"\"]}", "test"));
            return null;
          });
      assertThat(Json.members(repository.contents().metadata(LIST).orElseThrow()))
          .isEqualTo(
              Map.of(
                  "count",
                  Json.number("7"),
                  "nothing",
                  NullNode.instance,
                  "nested",
                  Json.read("{\"a\": [1, true, \"\"]}", "test")));
      sqlite("UPDATE ImagelistMetadata SET value = '8' WHERE key = 'count'");
      assertThat(repository.contents().metadata(LIST).orElseThrow().get("count"))
          .isEqualTo(Json.of("8"));
    }
  }

  @Test
  void leftoversAreReportedAndRemovedAfterACopy() throws Exception {
    sqlite(
        SCHEMA
            + ROWS
            + "INSERT INTO ImageMetadata VALUES (90, 77, 'dc:title', 'orphan');"
            + "INSERT INTO ImageListImage VALUES (91, 1, 77), (92, 1, 1);"
            + "INSERT INTO ImagelistMetadata VALUES (93, 1, 'dc:title', 'Later title');");
    try (Repository repository = open()) {
      ImageList list = repository.contents().list(LIST).orElseThrow();
      assertThat(list.images()).hasSize(2);
      assertThat(list.text("dc:title")).contains("Later title");
      repository.change(
          changes -> {
            changes.add(new ImageId("i3"));
            return null;
          });
      assertThat(repository.contents().list(LIST)).contains(list);
    }
    assertThat(sqlite("SELECT COUNT(*) FROM ImageMetadata WHERE fkImage = 77")).isEqualTo("0\n");
    assertThat(String.join("\n", warnings)).contains("1 orphaned row in ImageMetadata", "a copy");
    assertThat(copies()).hasSize(1);
  }

  @Test
  void whatTheOriginalLeavesBehindLaterIsRemovedToo() throws Exception {
    sqlite(SCHEMA + ROWS);
    change();
    sqlite("INSERT INTO ImageMetadata VALUES (90, 77, 'dc:title', 'orphan')");
    change();
    assertThat(sqlite("SELECT COUNT(*) FROM ImageMetadata WHERE fkImage = 77")).isEqualTo("0\n");
    warnings.clear();
    change();
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatItLeavesBehindWhileWeRunIsRemovedToo() throws Exception {
    sqlite(SCHEMA + ROWS);
    try (Repository repository = open()) {
      change(repository);
      sqlite("INSERT INTO ImageMetadata VALUES (90, 77, 'dc:title', 'orphan')");
      change(repository);
    }
    assertThat(sqlite("SELECT COUNT(*) FROM ImageMetadata WHERE fkImage = 77")).isEqualTo("0\n");
  }

  /** Looking for leftovers reads the whole file: only when somebody else has written. */
  @Test
  void eachChangeOfOursIsRemembered() throws Exception {
    sqlite(SCHEMA + ROWS);
    for (int changes = 1; changes <= 3; changes++) {
      try (Repository repository = open()) {
        for (int i = 0; i < changes; i++) {
          change(repository);
        }
      }
      assertThat(sqlite("SELECT value FROM vmcaster_state WHERE name = 'changes-seen'"))
          .isEqualTo(changeCounter() + "\n");
    }
  }

  /** SQLite's file format, 1.3.7. */
  private int changeCounter() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file())).getInt(24);
  }

  @Test
  void anOlderFileIsReadAsItIsAndUpgradedAfterACopy() throws Exception {
    sqlite(
        "CREATE TABLE imagelist (id INTEGER PRIMARY KEY, identifier VARCHAR(50) NOT NULL UNIQUE,"
            + " updated DATETIME);"
            + metadata("ImagelistMetadata", "fkImageList", "imagelist")
            + "CREATE TABLE \"Image\" (id INTEGER PRIMARY KEY, identifier VARCHAR(50) NOT NULL"
            + " UNIQUE, fkImageList INTEGER REFERENCES imagelist (id) ON DELETE CASCADE);"
            + metadata("ImageMetadata", "fkImage", "Image")
            + "INSERT INTO imagelist VALUES (1, 'l1', NULL);"
            + "INSERT INTO Image VALUES (1, 'i1', 1), (2, 'i2', 1), (3, 'free', NULL);"
            + "INSERT INTO ImageMetadata VALUES (1, 1, 'dc:title', 'One');");
    try (Repository repository = open()) {
      ImageList before = repository.contents().list(LIST).orElseThrow();
      assertThat(before.images()).hasSize(2);
      change();
      assertThat(open().contents().list(LIST).orElseThrow().images()).isEqualTo(before.images());
    }
    assertThat(sqlite("SELECT fkImage FROM ImageListImage ORDER BY id")).isEqualTo("1\n2\n");
    assertThat(sqlite("SELECT COUNT(*) FROM Image")).isEqualTo("3\n");
    assertThat(copies()).hasSize(1);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws Exception {
    Files.writeString(file(), "this is a text, not a database, and long enough to be read as one");
    try (Repository repository = open()) {
      assertThatThrownBy(repository::contents).isInstanceOf(ConfigurationFailure.class);
      assertThatThrownBy(this::change).isInstanceOf(ConfigurationFailure.class);
    }
    assertThat(Files.readString(file())).startsWith("this is a text");
  }

  @Test
  void aNewerFileIsRefused() throws Exception {
    sqlite("PRAGMA user_version = 99; CREATE TABLE x (id)");
    try (Repository repository = open()) {
      assertThatThrownBy(repository::contents)
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining("newer vmcaster");
    }
    assertThatThrownBy(this::change).hasMessageContaining("newer vmcaster");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    try (Repository repository =
        Repository.open(
            "sqlite:///no/such/dish.db",
            new Environment(Map.of(), directory),
            Duration.ZERO,
            Messages.SILENT)) {
      assertThat(repository.contents().lists()).isEmpty();
      assertThatThrownBy(() -> repository.change(changes -> null))
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining("no/such");
    }
  }

  @Test
  void readingCreatesNothing() {
    try (Repository repository = open()) {
      assertThat(repository.contents().lists()).isEmpty();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aLockedDatabaseIsWaitedForAndThenSaid() throws Exception {
    change();
    Process other =
        new ProcessBuilder("sqlite3", file().toString()).redirectErrorStream(true).start();
    other
        .getOutputStream()
        .write("BEGIN EXCLUSIVE;\n.print locked\n".getBytes(StandardCharsets.US_ASCII));
    other.getOutputStream().flush();
    assertThat(other.inputReader().readLine()).isEqualTo("locked");
    try {
      assertThatThrownBy(this::change).isInstanceOf(LockedFailure.class);
    } finally {
      other.destroyForcibly().waitFor();
    }
    change();
  }

  private static final String ROWS =
      "INSERT INTO imagelist VALUES (1, 'l1', NULL);"
          + "INSERT INTO ImagelistMetadata VALUES (1, 1, 'dc:title', 'Title');"
          + "INSERT INTO Image VALUES (1, 'i1'), (2, 'i2');"
          + "INSERT INTO ImageMetadata VALUES (1, 1, 'hv:size', '42');"
          + "INSERT INTO ImageListImage VALUES (1, 1, 2), (2, 1, 1);";

  private static Image image(ImageList list, String id) {
    return list.images().stream().filter(i -> i.id().text().equals(id)).findFirst().orElseThrow();
  }

  private void change() {
    try (Repository repository = open()) {
      change(repository);
    }
  }

  private void change(Repository repository) {
    made++;
    repository.change(
        changes -> {
          changes.add(LIST);
          changes.set(LIST, "dc:description", Json.of("change " + made));
          return null;
        });
  }

  private Path file() {
    return directory.resolve("dish.db");
  }

  private List<Path> copies() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().contains(".before-")).toList();
    }
  }

  private Repository open() {
    return Repository.open(
        "sqlite:///dish.db",
        new Environment(Map.of(), directory),
        Duration.ofMillis(300),
        new WarningsTo(warnings));
  }

  private String sqlite(String sql) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sqlite3", file().toString(), sql).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private static String metadata(String table, String reference, String items) {
    return "CREATE TABLE \""
        + table
        + "\" (id INTEGER NOT NULL, \""
        + reference
        + "\" INTEGER, key VARCHAR(200) NOT NULL, value VARCHAR(200) NOT NULL, PRIMARY KEY (id),"
        + " FOREIGN KEY(\""
        + reference
        + "\") REFERENCES \""
        + items
        + "\" (id) ON DELETE CASCADE ON UPDATE CASCADE);";
  }

  private static String binding(String table, String reference, String items) {
    return "CREATE TABLE \""
        + table
        + "\" (id INTEGER NOT NULL, \"fkImageList\" INTEGER REFERENCES imagelist (id) ON DELETE"
        + " CASCADE, \""
        + reference
        + "\" INTEGER REFERENCES \""
        + items
        + "\" (id) ON DELETE CASCADE, PRIMARY KEY (id));";
  }
}
