package io.vmcaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Patience;
import io.vmcaster.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A signal that comes while the launcher still looks for its files ends a run as any other does.
 */
class LauncherSignalTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void endsWithTheStatusOfAnInterruption(String signal) throws Exception {
    Path readlink = directory.resolve("readlink");
    Files.writeString(readlink, "#!/bin/sh\nkill -" + signal + " $PPID\n");
    Files.setPosixFilePermissions(readlink, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path launcher =
        Files.createSymbolicLink(
            directory.resolve("vmcaster"), Path.of("scripts/vmcaster").toAbsolutePath());
    List<String> command = new ArrayList<>(Shell.INTERRUPTIBLE);
    command.addAll(List.of("sh", launcher.toString(), "--version"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().merge("PATH", directory + ":", (path, first) -> first + path);

    Process process = builder.redirectErrorStream(true).start();

    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
  }
}
