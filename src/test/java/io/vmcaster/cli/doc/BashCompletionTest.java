package io.vmcaster.cli.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.cli.command.Commands;
import io.vmcaster.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion in a real bash, before a program that knows a few identifiers. */
final class BashCompletionTest {
  private static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  private static final String IMAGE = "5f00fec3-4f2a-4fa0-a965-d52115606044";

  @TempDir Path directory;

  @BeforeEach
  void prepare() throws Exception {
    Files.writeString(directory.resolve("vmcaster.bash"), Documents.bash(Commands.model()));
    Path program = directory.resolve("vmcaster");
    Files.writeString(
        program,
        """
        #!/bin/sh
        printf '%%s ' "$@" >>asked
        case "$*" in
          *--imagelist-list) printf '%1$s\\t%2$s\\n%1$s\\tother\\n' ;;
          *--image-list) printf '%2$s\\n' ;;
          *--endorser-list) printf '%%s\\n' '/C=DE/CN=Jane Doe' '/C=DE/CN=$(touch hacked)' ;;
        esac
        """
            .formatted(LIST, IMAGE));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void offersFlags() throws Exception {
    assertThat(complete("--imagelist-s")).containsExactly("--imagelist-show");
  }

  @Test
  void offersEachListOnce() throws Exception {
    assertThat(complete("--imagelist", "9b")).containsExactly(LIST);
  }

  @Test
  void offersImagesAfterAnEqualsSign() throws Exception {
    assertThat(complete("--image", "=", "5f")).containsExactly(IMAGE);
  }

  @Test
  void asksTheDatabaseOfTheCommandLine() throws Exception {
    complete("-d", "sqlite:///x.db", "--image", "5f");
    assertThat(directory.resolve("asked")).hasContent("--database sqlite:///x.db --image-list ");
  }

  @Test
  void quotesNamesWithBlanks() throws Exception {
    assertThat(complete("--endorser", "/C", "=", "DE/CN", "=", "Ja")).containsExactly("Jane\\ Doe");
  }

  /** Names come from other people's lists. */
  @Test
  void neverRunsWhatAListHolds() throws Exception {
    assertThat(complete("--endorser", "/C")).hasSize(2);
    assertThat(directory.resolve("hacked")).doesNotExist();
  }

  @Test
  void offersKeys() throws Exception {
    assertThat(complete("--image-key-set", "hv", ":", "fo")).containsExactly("format");
  }

  @Test
  void offersFlagsWhereAValueIsLeftOut() throws Exception {
    assertThat(complete("--imagelist-keys", "--js")).containsExactly("--json");
  }

  /** Completes the last of these words, as bash takes a command line apart. */
  private List<String> complete(String... words) throws Exception {
    StringBuilder line = new StringBuilder("./vmcaster");
    StringBuilder array = new StringBuilder("./vmcaster");
    boolean joined = false;
    for (String word : words) {
      boolean breaks = word.equals("=") || word.equals(":");
      line.append(joined || breaks ? "" : " ").append(word);
      array.append(" '").append(word).append('\'');
      joined = breaks;
    }
    String script =
        "source ./vmcaster.bash; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d;"
            .formatted(array, words.length, line, line.length());
    Shell.Outcome outcome =
        Shell.run(
            directory,
            "bash",
            "--norc",
            "-c",
            script + " compopt() { :; }; _vmcaster; printf '%s\\n' \"${COMPREPLY[@]}\"");
    assertThat(outcome.err()).isEmpty();
    return outcome.out().lines().toList();
  }
}
