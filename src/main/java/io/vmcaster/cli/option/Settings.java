package io.vmcaster.cli.option;

import io.vmcaster.context.Environment;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where things are and how long to wait: a flag beats {@code DISH_*} beats {@code VMCASTER_*} beats
 * the default. Each value is looked up when it is asked for.
 */
public final class Settings {

  private static final String DEFAULT_DATABASE = "sqlite:///dish.db";
  private static final String LATER_DATABASE = "sqlite:///vmcaster.db";
  private static final String SYSTEM_CONFIGURATION = "/etc/vmcaster/vmcaster.cfg";
  private static final int MAX_DAYS = 36_500;

  private final List<Flag> flags = new ArrayList<>();
  private final Flag database =
      setting("-d --database: the database (sqlite:///dish.db)").takes("URL");
  private final Flag configFile =
      setting(
              "-C --config-file: the configuration (~/.vmcaster.cfg, else"
                  + " /etc/vmcaster/vmcaster.cfg)")
          .takes("FILE");
  private final Flag x509Key =
      setting("--x509-key: the private key (~/.globus/userkey.pem)").takes("FILE");
  private final Flag x509Cert =
      setting("--x509-cert: the certificate (~/.globus/usercert.pem)").takes("FILE");
  private final Flag x509Chain =
      setting("--x509-chain: more certificates between the certificate and its root").takes("FILE");
  private final Flag x509Dir =
      setting("--x509-dir: the directory of userkey.pem and usercert.pem").takes("DIR");
  public final Flag noRevocationCheck =
      setting("--no-revocation-check: do not ask the authority whether the certificate is revoked");
  public final Flag passin =
      setting("--passin: where the key's passphrase is: env:NAME, file:PATH or fd:N")
          .takes("SOURCE");
  private final Flag caDir =
      setting("--ca-dir: the trust anchors (/etc/grid-security/certificates)").takes("DIR");
  private final Flag lockWait =
      setting("--lock-wait: how long to wait for another run (60)").takes("SECONDS");
  private final Flag retries =
      setting("--retries: how often to try again after a temporary failure (2)").takes("N");

  /** {@code --lifetime}, which goes with what publishes alone. */
  public final Flag lifetime =
      new Flag(
              Flag.Heading.PUBLISH,
              "--lifetime | --lifetime-imagelist: how long a published list is valid (28)")
          .takes("DAYS");

  private final Environment environment;

  Settings(Environment environment) {
    this.environment = environment;
  }

  private Flag setting(String declaration) {
    Flag flag = new Flag(Flag.Heading.SETTINGS, declaration);
    flags.add(flag);
    return flag;
  }

  /** The options that go with every action. */
  public List<Flag> flags() {
    return flags;
  }

  /**
   * The database as a URL. The later releases of the original call the file otherwise; who has that
   * alone, uses it.
   */
  public Found<String> database() {
    Optional<Found<String>> asked = first(database, "DISH_RDBMS", "VMCASTER_RDBMS");
    if (asked.isPresent()) {
      return asked.get();
    }
    boolean later =
        !Files.exists(environment.resolve("dish.db"))
            && Files.exists(environment.resolve("vmcaster.db"));
    return new Found<>(later ? LATER_DATABASE : DEFAULT_DATABASE, "default");
  }

  /** The configuration file; one that was asked for need not exist, a default one does. */
  public Optional<Found<Path>> configurationFile() {
    Optional<Found<String>> asked = first(configFile, "DISH_CFG", "VMCASTER_CFG");
    if (asked.isPresent()) {
      return asked.map(this::path);
    }
    Path own = environment.home().resolve(".vmcaster.cfg");
    Path system = Path.of(SYSTEM_CONFIGURATION);
    // what we may not look at may be there all the same; whoever reads it says that
    Path chosen = !Files.exists(own) && Files.exists(system) ? system : own;
    return Files.notExists(chosen) ? Optional.empty() : Optional.of(new Found<>(chosen, "default"));
  }

  /**
   * The configuration file that a run cannot do without.
   *
   * @throws ConfigurationFailure when there is none
   */
  public Path requireConfigurationFile() {
    Optional<Path> file = configurationFile().map(Found::value);
    if (file.isPresent() && !Files.notExists(file.get())) {
      return file.get();
    }
    String usual = environment.home().resolve(".vmcaster.cfg") + " and " + SYSTEM_CONFIGURATION;
    throw new ConfigurationFailure(
        "there is no configuration: looked for " + file.map(Path::toString).orElse(usual),
        "Name one with --config-file or DISH_CFG; vmcaster.cfg.example shows its form.");
  }

  /** The private key that signs. */
  public Found<Path> key() {
    return credential(x509Key, "DISH_KEY", "VMCASTER_X509_KEY", "userkey.pem");
  }

  /** The certificate that signs. */
  public Found<Path> certificate() {
    Found<Path> key = key();
    boolean named =
        first(x509Cert, "DISH_CERT", "VMCASTER_X509_CERT").isPresent()
            || x509Dir.isGiven()
            || variable("VMCASTER_X509_DIR").isPresent();
    return CredentialReader.isToken(key.value()) && !named
        ? key // the token has the certificate, too
        : credential(x509Cert, "DISH_CERT", "VMCASTER_X509_CERT", "usercert.pem");
  }

  /** More certificates between the one that signs and its root; empty when none were named. */
  public Optional<Path> chain() {
    return first(x509Chain, "DISH_CHAIN", "VMCASTER_X509_CHAIN").map(this::path).map(Found::value);
  }

  private Found<Path> credential(Flag flag, String ours, String later, String name) {
    if (!flag.isGiven() && x509Dir.isGiven()) {
      return inDirectory(first(x509Dir, "", "").orElseThrow(), name);
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

  /**
   * The directory of trust anchors, for signatures, web servers and doors alike: the one that is
   * named, else the system's, else the user's own. Empty when there is none.
   */
  public Optional<Found<Path>> trustAnchors() {
    Optional<Found<String>> asked = first(caDir, "X509_CERT_DIR", "");
    if (asked.isPresent()) {
      return asked.map(this::path);
    }
    Path own = environment.home().resolve(".globus/certificates");
    return Stream.of(Path.of("/etc/grid-security/certificates"), own)
        .filter(Files::isDirectory)
        .map(directory -> new Found<>(directory, "default"))
        .findFirst();
  }

  /** How many days a published list is valid, at least 1. */
  public int lifetimeDays() {
    Optional<Integer> flag = lifetime.number(1, MAX_DAYS);
    if (flag.isPresent()) {
      return flag.get();
    }
    String name = "VMCASTER_IMAGELIST_LIFETIME";
    return environment.get(name).map(text -> daysOfVariable(name, text)).orElse(28);
  }

  private static int daysOfVariable(String name, String text) {
    try {
      return Flag.number(name, text, 1, MAX_DAYS);
    } catch (UsageFailure e) {
      throw new ConfigurationFailure(e.getMessage(), null, e);
    }
  }

  /** How long to wait for another run. */
  public Duration lockWait() {
    return Duration.ofSeconds(lockWait.number(0, 86_400).orElse(60));
  }

  /** How often to try again after a temporary failure. */
  public int retries() {
    return retries.number(0, 100).orElse(2);
  }

  /**
   * Checks every number of the command line.
   *
   * @throws UsageFailure when one is none, or out of bounds
   */
  public void check() {
    lockWait();
    retries();
    if (lifetime.isGiven()) {
      lifetimeDays();
    }
  }

  private Optional<Found<String>> first(Flag flag, String ours, String later) {
    return flag.value()
        .map(value -> new Found<>(value, flag.name()))
        .or(() -> variable(ours))
        .or(() -> variable(later));
  }

  private Optional<Found<String>> variable(String name) {
    return environment.get(name).map(value -> new Found<>(value, name));
  }

  private Found<Path> path(Found<String> text) {
    return new Found<>(CredentialReader.path(environment, text.value()), text.source());
  }

  /**
   * A value and where it comes from.
   *
   * @param value the value
   * @param source a flag, a variable, or {@code default}
   */
  public record Found<T>(T value, String source) {}
}
