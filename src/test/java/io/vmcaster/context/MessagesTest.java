package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.repository.Repository;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a database that is not there, which is read as an empty one. */
class MessagesTest {

  @TempDir Path directory;
  private final List<String> said = new ArrayList<>();

  private List<?> lists(Messages messages) {
    try (Repository repository =
        Repository.open(
            "sqlite:///dish.db", new Environment(Map.of(), directory), Duration.ZERO, messages)) {
      return repository.look().lists();
    }
  }

  @Test
  void whoListensIsToldOnce() {
    Messages recorded =
        new Messages() {
          @Override
          public void warn(String text) {
            said.add(text);
          }

          @Override
          public void info(String text) {
            said.add(text);
          }
        };

    assertThat(lists(recorded)).isEmpty();
    assertThat(said).singleElement().asString().contains(directory.resolve("dish.db").toString());
    assertThat(lists(Messages.SILENT)).as("read without a word").isEmpty();
  }

  @Test
  void allOfItGoesToStandardErrorAndNeverAmongTheData() {
    VmcasterRun.Ran ran = VmcasterRun.in(directory).run("--imagelist-list", "--json").succeeded();

    assertThat(ran.out()).isEqualTo("[]\n");
    assertThat(ran.err()).startsWith("vmcaster: ").contains("dish.db").hasLineCount(1);
  }
}
