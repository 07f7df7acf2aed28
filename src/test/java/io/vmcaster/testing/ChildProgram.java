package io.vmcaster.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program in a process of its own, which may be limited by the system: behind another
 * command such as {@code prlimit}, or with other properties of the virtual machine.
 */
public final class ChildProgram {

  private static final int PATIENCE_SECONDS = 60;

  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> properties = new ArrayList<>();
  private String mainClass = "io.vmcaster.Main";

  private ChildProgram(Path directory) {
    this.directory = directory;
    variables.put("HOME", directory.toString());
  }

  /** Runs in a directory, which is the home directory, too. */
  public static ChildProgram in(Path directory) {
    return new ChildProgram(directory);
  }

  /** Sets environment variables. */
  public ChildProgram with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  /** The environment variables that are set. */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** Puts a command before it. */
  public ChildProgram behind(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  /** Runs as somebody whom file permissions hold, which they do not hold root. */
  public ChildProgram withoutPrivileges() {
    return System.getProperty("user.name").equals("root")
        ? behind("setpriv", "--bounding-set=-dac_override,-dac_read_search")
        : this;
  }

  /** Sets a property of the virtual machine. */
  public ChildProgram property(String name, String value) {
    properties.add("-D" + name + "=" + value);
    return this;
  }

  /** Runs another class than the program's. */
  public ChildProgram running(Class<?> main) {
    mainClass = main.getName();
    return this;
  }

  /** Runs it to its end. */
  public VmcasterRun.Ran run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    try {
      Process process =
          builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("it hangs: " + Files.readString(err));
      }
      return new VmcasterRun.Ran(
          List.of(arguments), process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(properties);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(variables);
    return builder.redirectInput(Path.of("/dev/null").toFile());
  }
}
