package io.vmcaster.uploader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever opens a door by hand is told what is wrong with the command. */
class DoorUsageTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%d 0 surplus | too much: surplus",
        "%d 0 --fault x | too much: --fault x",
        "%d | PORT is missing",
        "%d http | PORT is no number: http",
        "%d/absent 0 | there is no directory",
        "--bogus %d 0 | unknown option --bogus",
        "--fault bogus %d 0 | there is no fault bogus"
      })
  void aWrongCommandIsRefused(String arguments, String words) throws Exception {
    for (String door : List.of("gsidcap.DoorMain", "webdav.DavDoorMain")) {
      List<String> command = new ArrayList<>();
      command.add(System.getProperty("java.home") + "/bin/java");
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath()));
      command.add("io.vmcaster.uploader." + door);
      command.addAll(List.of(arguments.replace("%d", directory.toString()).split(" ", -1)));
      Process process = new ProcessBuilder(command).redirectOutput(new File("/dev/null")).start();
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).isEqualTo(2);
      assertThat(said).contains(words, "usage: d");
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
