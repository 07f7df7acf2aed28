package io.vmcaster.testing;

import io.vmcaster.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program in a process of its own, with the classes of this build. It may be limited by
 * the system, behind another command such as {@code prlimit}.
 */
public final class ProgramProcess {

  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> machineOptions = new ArrayList<>();
  private String mainClass = Main.class.getName();
  private Path java = Path.of(System.getProperty("java.home"));
  private List<String> start = List.of("-cp", System.getProperty("java.class.path"));

  private ProgramProcess(Path directory) {
    this.directory = directory;
  }

  /** Runs in a directory, which is the home directory, too. */
  public static ProgramProcess in(Path directory) {
    return new ProgramProcess(directory).with("HOME", directory.toString());
  }

  /** Sets an environment variable for the runs to come. */
  public ProgramProcess with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Sets environment variables for the runs to come. */
  public ProgramProcess with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  /** The environment variables that are set. */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** Puts a command before it. */
  public ProgramProcess behind(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  /** Runs as somebody whom file permissions hold, which they do not hold root. */
  public ProgramProcess withoutPrivileges() {
    return System.getProperty("user.name").equals("root")
        ? behind("setpriv", "--bounding-set=-dac_override,-dac_read_search")
        : this;
  }

  /** Lets it hear an interrupt, whoever runs the test. */
  public ProgramProcess interruptible() {
    before.addAll(Shell.INTERRUPTIBLE);
    return this;
  }

  /** Sets a property of the Java machine. */
  public ProgramProcess property(String name, String value) {
    return withOption("-D" + name + "=" + value);
  }

  /** Runs another class than the program's. */
  public ProgramProcess running(Class<?> main) {
    mainClass = main.getName();
    return this;
  }

  /** Runs on another Java than this test. */
  public ProgramProcess on(Path home) {
    java = home;
    return this;
  }

  /** Starts from an archive of classes, which pays for a class of tests that has many runs. */
  public ProgramProcess archived() {
    return startedBy(ProgramArchive.get().options());
  }

  ProgramProcess startedBy(List<String> options) {
    start = options;
    return this;
  }

  /** Gives the Java machine an option. */
  public ProgramProcess withOption(String option) {
    machineOptions.add(option);
    return this;
  }

  /** The command that runs the program. */
  public List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(java.resolve("bin/java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED"); // which the jar's manifest says
    command.addAll(machineOptions);
    command.addAll(start);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  /** A process to be started, with its environment. */
  public ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    List.of("JOURNAL_STREAM", "NO_COLOR", "http_proxy", "https_proxy", "no_proxy")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(variables);
    return builder;
  }

  /** Runs without input, to the end. */
  public VmcasterRun.Ran run(String... arguments) throws IOException, InterruptedException {
    return run(command(arguments));
  }

  /** Runs a command that has the program in it. */
  public VmcasterRun.Ran run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("stdout", "");
    Path err = Files.createTempFile("stderr", "");
    try {
      Process process =
          builder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the program hangs: " + Files.readString(err));
      }
      return new VmcasterRun.Ran(
          command, process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
