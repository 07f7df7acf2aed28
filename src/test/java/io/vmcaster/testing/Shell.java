package io.vmcaster.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program of the system, with nothing on its standard input, and waits for its end. */
public final class Shell {

  /**
   * What comes before a command that is to hear an interrupt: shells let what they run in the
   * background ignore it, this test perhaps, and a process inherits that.
   */
  public static final List<String> INTERRUPTIBLE = List.of("env", "--default-signal=INT");

  private Shell() {}

  /**
   * What a program left.
   *
   * @param status its exit status
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  public record Outcome(int status, String out, String err) {}

  /** Runs a program in a directory. */
  public static Outcome run(Path directory, String... command)
      throws IOException, InterruptedException {
    return run(directory, Map.of(), command);
  }

  /** Runs a program in a directory, with more in its environment. */
  public static Outcome run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      int status = builder.start().waitFor();
      return new Outcome(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
