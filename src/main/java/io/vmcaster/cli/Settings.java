package io.vmcaster.cli;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Numbers;
import io.vmcaster.cli.option.Option;
import io.vmcaster.context.Environment;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.UsageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where things are and how long to wait: a flag beats {@code DISH_*} beats {@code VMCASTER_*} beats
 * the default. Each value is looked up when it is asked for.
 */
public final class Settings {

  private static final String DEFAULT_DATABASE = "sqlite:///dish.db";
  private static final String LATER_DATABASE = "sqlite:///vmcaster.db";
  private static final String SYSTEM_CONFIGURATION = "/etc/vmcaster/vmcaster.cfg";
  private static final String SYSTEM_ANCHORS = "/etc/grid-security/certificates";
  private static final int MAX_DAYS = 36_500;

  private final Arguments arguments;
  private final Environment environment;

  /** The settings of one run. */
  public Settings(Arguments arguments, Environment environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /** The database as a URL. */
  public Found<String> database() {
    return first(Option.DATABASE, "DISH_RDBMS", "VMCASTER_RDBMS").orElseGet(this::usualDatabase);
  }

  /** The later releases of the original call the file otherwise; who has that alone, uses it. */
  private Found<String> usualDatabase() {
    boolean later =
        !Files.exists(environment.resolve("dish.db"))
            && Files.exists(environment.resolve("vmcaster.db"));
    return new Found<>(later ? LATER_DATABASE : DEFAULT_DATABASE, "default");
  }

  /** The configuration file; one that was asked for need not exist, a default one does. */
  public Optional<Found<Path>> configurationFile() {
    Optional<Found<String>> asked = first(Option.CONFIG_FILE, "DISH_CFG", "VMCASTER_CFG");
    if (asked.isPresent()) {
      return asked.map(this::path);
    }
    Path own = environment.home().resolve(".vmcaster.cfg");
    Path system = Path.of(SYSTEM_CONFIGURATION);
    Path chosen = Files.exists(own) ? own : system;
    return Files.exists(chosen) ? Optional.of(new Found<>(chosen, "default")) : Optional.empty();
  }

  /**
   * The configuration file that a run cannot do without.
   *
   * @throws ConfigurationFailure when there is none
   */
  public Path requireConfigurationFile() {
    return configurationFile()
        .map(Found::value)
        .filter(Files::exists)
        .orElseThrow(this::noConfiguration);
  }

  private ConfigurationFailure noConfiguration() {
    String looked =
        configurationFile()
            .map(found -> found.value().toString())
            .orElse(environment.home().resolve(".vmcaster.cfg") + " and " + SYSTEM_CONFIGURATION);
    return new ConfigurationFailure(
        "there is no configuration: looked for " + looked,
        "Name one with --config-file or DISH_CFG; vmcaster.cfg.example shows its form.");
  }

  /** The private key that signs. */
  public Found<Path> key() {
    return credential(Option.X509_KEY, "DISH_KEY", "VMCASTER_X509_KEY", "userkey.pem");
  }

  /** The certificate that signs. */
  public Found<Path> certificate() {
    return credential(Option.X509_CERT, "DISH_CERT", "VMCASTER_X509_CERT", "usercert.pem");
  }

  private Found<Path> credential(Option flag, String ours, String later, String name) {
    if (!arguments.has(flag) && arguments.has(Option.X509_DIR)) {
      return inDirectory(first(Option.X509_DIR, "", "").orElseThrow(), name);
    }
    return first(flag, ours, later)
        .map(this::path)
        .or(() -> variable("VMCASTER_X509_DIR").map(directory -> inDirectory(directory, name)))
        .orElseGet(
            () -> new Found<>(environment.home().resolve(".globus").resolve(name), "default"));
  }

  private Found<Path> inDirectory(Found<String> directory, String name) {
    return new Found<>(environment.resolve(directory.value()).resolve(name), directory.source());
  }

  /** The directory of trust anchors; empty when none was named and the system has none. */
  public Optional<Found<Path>> trustAnchors() {
    Optional<Found<String>> asked = first(Option.CA_DIR, "X509_CERT_DIR", "");
    if (asked.isPresent()) {
      return asked.map(this::path);
    }
    Path system = Path.of(SYSTEM_ANCHORS);
    return Files.isDirectory(system)
        ? Optional.of(new Found<>(system, "default"))
        : Optional.empty();
  }

  /** How many days a published list is valid, at least 1. */
  public int lifetimeDays() {
    Optional<String> flag = arguments.value(Option.LIFETIME);
    if (flag.isPresent()) {
      return Numbers.parse(Option.LIFETIME.flag(), flag.get(), 1, MAX_DAYS);
    }
    String name = "VMCASTER_IMAGELIST_LIFETIME";
    return environment.get(name).map(text -> daysOfVariable(name, text)).orElse(28);
  }

  private static int daysOfVariable(String name, String text) {
    try {
      return Numbers.parse(name, text, 1, MAX_DAYS);
    } catch (UsageFailure e) {
      throw new ConfigurationFailure(e.getMessage(), null, e);
    }
  }

  /** How long to wait for another run. */
  public Duration lockWait() {
    return Duration.ofSeconds(number(Option.LOCK_WAIT, 86_400, 60));
  }

  /** How often to try again after a temporary failure. */
  public int retries() {
    return number(Option.RETRIES, 100, 2);
  }

  private int number(Option option, int most, int otherwise) {
    return arguments
        .value(option)
        .map(text -> Numbers.parse(option.flag(), text, 0, most))
        .orElse(otherwise);
  }

  /** Where the passphrase is, as {@code env:NAME}, {@code file:PATH} or {@code fd:N}. */
  public Optional<String> passphraseSource() {
    return arguments.value(Option.PASSIN);
  }

  /** Whether everything is done but writing. */
  public boolean dryRun() {
    return arguments.has(Option.DRY_RUN);
  }

  /** Whether questions are answered with yes. */
  public boolean yes() {
    return arguments.has(Option.YES);
  }

  /**
   * Checks every number of the command line.
   *
   * @throws UsageFailure when one is none, or out of bounds
   */
  public void check() {
    lockWait();
    retries();
    if (arguments.has(Option.LIFETIME)) {
      lifetimeDays();
    }
  }

  private Optional<Found<String>> first(Option flag, String ours, String later) {
    return arguments
        .value(flag)
        .map(value -> new Found<>(value, flag.flag()))
        .or(() -> variable(ours))
        .or(() -> variable(later));
  }

  private Optional<Found<String>> variable(String name) {
    return environment.get(name).map(value -> new Found<>(value, name));
  }

  private Found<Path> path(Found<String> text) {
    return new Found<>(environment.resolve(text.value()), text.source());
  }

  /**
   * A value and where it comes from.
   *
   * @param value the value
   * @param source a flag, a variable, or {@code default}
   */
  public record Found<T>(T value, String source) {}
}
