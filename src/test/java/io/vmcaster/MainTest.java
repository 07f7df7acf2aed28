package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Patience;
import io.vmcaster.testing.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process: its streams, signals and exit status. */
class MainTest {

  @TempDir Path directory;

  private ProcessBuilder vmcaster(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(Shell.INTERRUPTIBLE);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectError(directory.resolve("err").toFile());
  }

  private String said() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private static int status(Process process) throws InterruptedException {
    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void endsWithItsStatus() throws Exception {
    Process help = vmcaster("--help").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Process refused = vmcaster("--imagelist-show").start();

    assertThat(status(help)).isZero();
    assertThat(status(refused)).isEqualTo(2);
    assertThat(said()).startsWith("vmcaster: error: --imagelist-show needs");
  }

  @Test
  void aReaderWhoGoesEndsItQuietly() throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\"; echo $? >status", "sh"));
    command.addAll(vmcaster("--help").command());
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    process.getInputStream().close();

    status(process);
    assertThat(Files.readString(directory.resolve("status"))).isEqualTo("0\n");
    assertThat(said()).isEmpty();
  }

  @Test
  void saysWhenItsOutputIsLost() throws Exception {
    Process process = vmcaster("--help").redirectOutput(new File("/dev/full")).start();

    assertThat(status(process)).isEqualTo(5);
    assertThat(said()).startsWith("vmcaster: error: the output cannot be written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalWhileItWaitsEndsItAtOnce(String signal) throws Exception {
    Process process = vmcaster("-v", "--imagelist-import-json", "-").start();
    waitUntilItReads(process);
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

    assertThat(status(process)).isEqualTo(130);
    assertThat(said()).isEqualTo("vmcaster: error: interrupted\n");
  }

  /** Begins to give it what it waits for, and asks its Java machine whether it reads. */
  private void waitUntilItReads(Process process) throws Exception {
    process.getOutputStream().write(" ".repeat(1_000_000).getBytes(UTF_8));
    process.getOutputStream().flush();
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String threads = "";
    while (process.isAlive() && !threads.contains("FileInputStream.readBytes")) {
      threads = Shell.run(directory, jcmd, Long.toString(process.pid()), "Thread.print").out();
    }
  }
}
