package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    return Stream.concat(ListRules.all().stream(), MessageRules.all().stream())
        .map(FormatPageTest::row)
        .toList();
  }

  private static String row(Rule rule) {
    return String.join(
        " | ",
        "| `" + rule.id() + "`",
        rule.consumer().label(),
        rule.severity().label(),
        rule.effect(),
        rule.source() + " |");
  }
}
