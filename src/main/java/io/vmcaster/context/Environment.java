package io.vmcaster.context;

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

  /** Copies the variables. */
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The environment of this process. */
  public static Environment ofProcess() {
    return new Environment(System.getenv(), Path.of("").toAbsolutePath());
  }

  /** The value of a variable; empty when it is not set or set to nothing. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The user's home directory: {@code HOME}, else what the system says. */
  public Path home() {
    return Path.of(get("HOME").orElseGet(() -> System.getProperty("user.home")));
  }

  /** A path as the user wrote it, made absolute; a leading {@code ~/} is the home directory. */
  public Path resolve(String path) {
    if (path.startsWith("~/")) {
      return home().resolve(path.substring(2)).normalize();
    }
    return workingDirectory.resolve(path);
  }
}
