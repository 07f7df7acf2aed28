package io.vmcaster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every public type has a test in its own package that names it: a reader finds it there. */
class TestedTypesTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");

  /** Comments, and what stands between quotes: a word in them tests nothing. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*"
              + "|\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\""
              + "|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.[^']*+)'",
          Pattern.DOTALL);

  @Test
  void everyPublicTypeHasATestBesideIt() throws IOException {
    Map<Path, String> tests = new TreeMap<>();
    for (Path file : files(TESTS, ".*(Test|IT)\\.java")) {
      tests.merge(TESTS.relativize(file).getParent(), code(file), String::concat);
    }
    List<Path> types =
        files(MAIN, ".*\\.java").stream().filter(file -> isPublic(name(file), code(file))).toList();

    assertThat(types).as("public types").hasSizeGreaterThan(100);
    assertThat(types)
        .filteredOn(
            file -> {
              Path place = MAIN.relativize(file).getParent();
              return !names(tests.getOrDefault(place, ""), name(file));
            })
        .as("public types that no test of their package names")
        .isEmpty();
  }

  private static List<Path> files(Path root, String name) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().matches(name)).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String code(Path file) {
    try {
      return code(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code(String source) {
    return NO_CODE.matcher(source).replaceAll(" ");
  }

  private static boolean isPublic(String type, String code) {
    String declaration = "^public (?:\\w+ )*(?:class|interface|enum|record) " + type + "\\b";
    return Pattern.compile(declaration, Pattern.MULTILINE).matcher(code).find();
  }

  private static boolean names(String code, String type) {
    return Pattern.compile("\\b" + type + "\\b").matcher(code).find();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "new Door(1);                       | true",
        "import io.vmcaster.Door.Step;      | true",
        "// Door                            | false",
        "/** A {@link Door}. */             | false",
        "say(\"a Door\"); ask('\"'); // \"  | false",
        "say(\"\"\"~a \"Door\"~\"\"\");     | false",
        "say(\"\\\"\", Door.OPEN, \"\");    | true",
        "new DoorKey(); door(); new OpenDoor(); | false"
      })
  void aTypeIsNamedInCodeAlone(String source, boolean named) {
    String lines = Stream.of(source.split("~")).collect(joining("\n"));

    assertThat(names(code(lines), "Door")).isEqualTo(named);
  }
}
