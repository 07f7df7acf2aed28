package io.vmcaster.config;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.ConfigurationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which file configures a run: the one on the command line, else {@code DISH_CFG}, else {@code
 * VMCASTER_CFG}, else {@code ~/.vmcaster.cfg}, else {@code /etc/vmcaster/vmcaster.cfg}. One that
 * was named has to be there; of the last two, the first that is there counts.
 *
 * @param source what named the file: the flag, a variable, or {@code "default"}
 * @param candidates the files to look at, in their order; never empty
 */
public record ConfigurationLocation(String source, List<Path> candidates) {

  private static final Path SYSTEM_WIDE = Path.of("/etc/vmcaster/vmcaster.cfg");
  private static final List<String> VARIABLES = List.of("DISH_CFG", "VMCASTER_CFG");

  /** Copies the candidates. */
  public ConfigurationLocation {
    candidates = List.copyOf(candidates);
  }

  /**
   * The location for one run.
   *
   * @param environment the variables and the home directory
   * @param flag the file that the command line names, if it does
   */
  public static ConfigurationLocation of(Environment environment, Optional<Path> flag) {
    return of(environment, flag, SYSTEM_WIDE);
  }

  static ConfigurationLocation of(Environment environment, Optional<Path> flag, Path systemWide) {
    if (flag.isPresent()) {
      Path named = environment.resolve(flag.get().toString());
      return new ConfigurationLocation("--config-file", List.of(named));
    }
    for (String variable : VARIABLES) {
      Optional<String> named = environment.get(variable);
      if (named.isPresent()) {
        return new ConfigurationLocation(variable, List.of(environment.resolve(named.get())));
      }
    }
    Path users = environment.home().resolve(".vmcaster.cfg");
    return new ConfigurationLocation("default", List.of(users, systemWide));
  }

  /** The file to read; empty when none of the candidates is there. */
  public Optional<Path> find() {
    return candidates.stream().filter(Files::exists).findFirst();
  }

  /**
   * Finds the file and reads it.
   *
   * @throws ConfigurationFailure when there is none, or it cannot be read
   */
  public Configuration read(Messages messages) {
    return ConfigurationReader.read(find().orElseThrow(this::missing), messages);
  }

  private ConfigurationFailure missing() {
    if (!source.equals("default")) {
      return new ConfigurationFailure(
          "cannot read the configuration "
              + candidates.get(0)
              + ", which "
              + source
              + " names: there is no such file",
          "Create the file, or name another one with --config-file.");
    }
    return new ConfigurationFailure(
        "found no configuration: neither "
            + candidates.get(0)
            + " nor "
            + candidates.get(1)
            + " is there",
        "Copy vmcaster.cfg.example to one of them, or name a file with --config-file.");
  }
}
