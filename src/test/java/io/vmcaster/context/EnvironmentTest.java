package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

  @TempDir Path directory;

  private Environment with(String name, String value) {
    return new Environment(Map.of(name, value), directory);
  }

  @Test
  void aVariableThatIsEmptyIsNotSet() {
    assertThat(with("A", "").get("A")).isEmpty();
    assertThat(with("A", "x").get("A")).contains("x");
    assertThat(with("A", "x").get("B")).isEmpty();
  }

  @Test
  void nothingRelativeIsAHome() {
    assertThat(with("HOME", "/home/jane").home()).hasToString("/home/jane");
    assertThat(with("HOME", "jane").home()).isAbsolute().doesNotExist();
  }

  @Test
  void pathsBeginInTheWorkingDirectoryOrAtHome() {
    Environment environment = with("HOME", "/home/jane");

    assertThat(environment.resolve("a/b")).isEqualTo(directory.resolve("a/b"));
    assertThat(environment.resolve("/a")).hasToString("/a");
    assertThat(environment.resolve("~/a/../b")).hasToString("/home/jane/b");
    assertThat(environment.resolve("~jane")).isEqualTo(directory.resolve("~jane"));
  }

  @Test
  void programsAreFilesThatMayBeRunInAnAbsoluteDirectory() throws Exception {
    Files.createDirectory(directory.resolve("tool"));
    Path second = Files.createDirectory(directory.resolve("bin"));
    Files.createFile(second.resolve("text"));
    Path tool =
        Files.createFile(
            second.resolve("tool"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Environment environment = with("PATH", ".:" + directory + "::" + second);

    assertThat(environment.program("tool")).contains(tool);
    assertThat(environment.program("text")).isEmpty();
    assertThat(environment.program("none")).isEmpty();
  }
}
