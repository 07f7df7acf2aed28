package io.vmcaster.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

  private static final ListId LIST = new ListId("9b6fad19-d913-4cca-b77d-c4b4fcd9dc36");

  @TempDir Path directory;

  private static Publication published(String version) {
    return new Publication(
        0,
        LIST,
        new Version(version),
        Instant.parse("2026-11-23T08:00:00Z"),
        Instant.parse("2026-12-21T08:00:00Z"),
        new Dn("/CN=Owen Synge"),
        "https://example.org/list.smime",
        "one image \u00e4ndert\tsich");
  }

  private Repository open() {
    return Repository.open(
        "sqlite:///dish.db",
        new Environment(Map.of(), directory),
        Duration.ofSeconds(20),
        Messages.SILENT);
  }

  /** Of two versions with the same moment the later one is known by its number. */
  @Test
  void theDatabaseGivesGrowingNumbersAndKeepsTheRest() {
    try (Repository repository = open()) {
      Publication one = repository.change(c -> c.recordPublication(published("1.0"), bytes("one")));
      Publication two = repository.change(c -> c.recordPublication(published("1.1"), bytes("two")));
      assertThat(one.id()).isPositive();
      assertThat(two.id()).isGreaterThan(one.id());
      assertThat(numbered(one, 0)).isEqualTo(published("1.0"));

      try (Repository again = open()) {
        List<Publication> kept = again.look().publications(LIST);
        assertThat(kept).containsExactly(one, two);
        assertThat(again.look().publishedMessage(two.id())).hasValue(bytes("two"));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Publication numbered(Publication from, long id) {
    return new Publication(
        id,
        from.list(),
        from.version(),
        from.at(),
        from.expires(),
        from.signer(),
        from.uri(),
        from.summary());
  }
}
