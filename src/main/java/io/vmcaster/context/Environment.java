package io.vmcaster.context;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The variables and directories that a run starts with.
 *
 * @param variables the environment variables, never null
 * @param workingDirectory where relative paths start, absolute
 */
public record Environment(Map<String, String> variables, Path workingDirectory) {

  private static final Path NO_HOME = Path.of("/HOME-is-not-set");

  /** Copies the variables. */
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The environment of this process. */
  public static Environment ofProcess() {
    Environment environment = new Environment(System.getenv(), Path.of("").toAbsolutePath());
    // libraries look for a home by themselves: what Java says where there is none, "?", would be a
    // directory in the working directory
    if (!Path.of(System.getProperty("user.home", "")).isAbsolute()) {
      System.setProperty("user.home", environment.home().toString());
      System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
    }
    return environment;
  }

  /** The value of a variable; empty when it is not set or set to nothing. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * The user's home directory: {@code HOME}, else what the system says. Where neither knows one (a
   * user without an entry in the system's list, as in many containers), a directory that is not
   * there and whose name says why: nothing relative is ever a home.
   */
  public Path home() {
    Path home = Path.of(get("HOME").orElseGet(() -> System.getProperty("user.home", "")));
    return home.isAbsolute() ? home : NO_HOME;
  }

  /** A program in the directories of {@code PATH}; empty when it is in none. */
  public Optional<Path> program(String name) {
    for (String directory : get("PATH").orElse("/usr/bin:/bin").split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, name);
      if (program.isAbsolute() && Files.isExecutable(program) && !Files.isDirectory(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** A path as the user wrote it, made absolute; a leading {@code ~/} is the home directory. */
  public Path resolve(String path) {
    if (path.startsWith("~/")) {
      return home().resolve(path.substring(2)).normalize();
    }
    return workingDirectory.resolve(path);
  }

  /** The name of the machine, as its kernel has it: few shells hand on what they call it. */
  public static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "some machine";
    }
  }

  /** The number of this process on the machine. */
  public static long processId() {
    return ProcessHandle.current().pid();
  }

  /**
   * The number by which the system knows the user of this process; 0 where there is no {@code
   * /proc}.
   */
  public static int processUser() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      return 0;
    }
  }
}
