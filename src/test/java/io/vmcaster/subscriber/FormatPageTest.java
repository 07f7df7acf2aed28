package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.subscriber.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on the format holds every rule that the program enforces, and no other. */
class FormatPageTest {

  private static final Path PAGE = Path.of("docs/image-list-format.md");

  @Test
  void theTablesOfThePageAreTheRulesOfTheProgram() throws IOException {
    List<String> onThePage =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(onThePage)
        .as("the rows of %s; those of the program are\n%s", PAGE, String.join("\n", rules()))
        .containsExactlyElementsOf(rules());
  }

  private static List<String> rules() {
    List<String> rows = new ArrayList<>();
    for (Rule rule : ListRules.all()) {
      rows.add(row(rule.id(), rule.consumer(), rule.severity(), rule.effect(), rule.source()));
    }
    for (MessageRules.Rule rule : MessageRules.all()) {
      rows.add(
          row(rule.trait().rule(), rule.consumer(), rule.severity(), rule.effect(), rule.source()));
    }
    return rows;
  }

  private static String row(
      String id, Consumer consumer, Severity severity, String effect, String source) {
    return String.join(
        " | ", "| `" + id + "`", consumer.label(), severity.label(), effect, source + " |");
  }
}
