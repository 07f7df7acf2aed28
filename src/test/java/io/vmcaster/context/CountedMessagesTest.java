package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One thing is singular in every message: {@link Messages#count}. */
final class CountedMessagesTest {

  /** A number that is computed, and behind it what it counts, always in the plural. */
  private static final Pattern ALWAYS_PLURAL =
      Pattern.compile(
          "(\\b[a-z]\\w*(\\.\\w+)*\\(?\\)?|MOST_\\w+) \\+ \" (more )?"
              + "(byte|day|endorser|fault|file|hour|image|list|lock file|part|version)s\\b");

  private static final String NEVER_ONE = ".*(limit|MOST_\\w+|2\\^).*";

  @Test
  void oneIsSingularAndAllElseIsNot() {
    assertThat(
            List.of(
                Messages.count(0, "file"), Messages.count(1, "file"), Messages.count(2, "file")))
        .containsExactly("0 files", "1 file", "2 files");
  }

  @Test
  void noMessageCountsByItself() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(source)) {
          if (ALWAYS_PLURAL.matcher(line).find() && !line.matches(NEVER_ONE)) {
            found.add(source.getFileName() + ": " + line.strip());
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }
}
