package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written in the program is what the build and the packages say. */
class ProgramVersionTest {

  private static String first(String pattern, String file) throws Exception {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    assertThat(matcher.find()).as(file).isTrue();
    return matcher.group(1);
  }

  @Test
  void itIsTheVersionOfTheBuildAndOfItsPackages() throws Exception {
    assertThat(ProgramVersion.text())
        .isEqualTo(first("<artifactId>vmcaster</artifactId>\\s*<version>(.*?)</", "pom.xml"))
        .isEqualTo(first("^vmcaster \\((.*?)\\)", "src/dist/changelog"));
  }

  /** Debian's changelog has the same day in another form. */
  @Test
  void theDateIsThatOfThePackages() throws Exception {
    String day = first("> +\\w+, (\\d+ \\w+ \\d+) ", "src/dist/changelog");

    assertThat(LocalDate.parse(ProgramVersion.date()))
        .isEqualTo(LocalDate.parse(day, DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT)));
  }
}
