package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.Settings;
import io.vmcaster.cli.output.ConsoleMessages;
import io.vmcaster.cli.output.ConsoleProgress;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.PassphraseSource;
import io.vmcaster.config.Configuration;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Run;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.DatabaseCopy;
import io.vmcaster.service.ListEditor;
import io.vmcaster.service.ListViewer;
import io.vmcaster.service.PublicationHistory;
import io.vmcaster.service.PublishRun;
import io.vmcaster.service.PublishingContext;
import io.vmcaster.service.Signer;
import io.vmcaster.service.Signer.RevocationCheck;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Protocols;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an action works with: the place where the program runs, what was said on the command line,
 * and the services, which are put together here and nowhere else. Each is made when it is first
 * asked for, and closed with the context.
 */
public final class CommandContext implements AutoCloseable {

  private static final Duration REVOCATION_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(60);

  private final Host host;
  private final Options options;
  private final ConsoleMessages messages;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private Passphrases passphrases;
  private CredentialReader reader;
  private Repository repository;
  private PublishingContext publishing;

  /** The context of one run. */
  public CommandContext(Host host, Options options, ConsoleMessages messages) {
    this.host = host;
    this.options = options;
    this.messages = messages;
  }

  /** The variables and directories. */
  Environment environment() {
    return host.environment();
  }

  /** Where things are, and how long to wait. */
  Settings settings() {
    return options.settings();
  }

  /** Whether everything is done but writing. */
  boolean isDryRun() {
    return options.dryRun.isGiven();
  }

  /** Where to say what is done. */
  Messages messages() {
    return messages;
  }

  /** Where to show how far it is. */
  Progress progress() {
    return ConsoleProgress.of(messages);
  }

  /** Who knows the passphrases. */
  Passphrases passphrases() {
    if (passphrases == null) {
      passphrases =
          new PassphraseSource(
              settings().passin.value(), environment(), host.terminal(), host.input());
    }
    return passphrases;
  }

  /** What reads keys and certificates; it is kept, so that a passphrase is asked for once. */
  private CredentialReader reader() {
    if (reader == null) {
      reader = new CredentialReader(passphrases(), messages);
    }
    return reader;
  }

  /** This run, as services see it. */
  Run run() {
    return new Run(
        environment(), messages, progress(), passphrases(), Clock.systemUTC(), host.failPoints());
  }

  /** The files that a user names. */
  InputFiles inputs() {
    return new InputFiles(environment(), host.input());
  }

  /**
   * Asks before what cannot be taken back; without a terminal, or with {@code --yes}, it is yes.
   *
   * @param otherwise what was not done, when it is no
   * @throws InterruptedFailure when it is no
   */
  void requireConfirmed(String question, String otherwise) {
    if (!options.yes.isGiven() && !host.terminal().confirms(question)) {
      throw new InterruptedFailure(otherwise + ": not confirmed");
    }
  }

  private Repository repository() {
    if (repository == null) {
      repository = open(settings().database().value(), messages);
    }
    return repository;
  }

  private Repository open(String url, Messages told) {
    Repository opened = host.databases().open(url, environment(), settings().lockWait(), told);
    closing.push(opened::close);
    return opened;
  }

  /** What shows the database. */
  ListViewer viewer() {
    return new ListViewer(repository());
  }

  /** The same for a side glance: nothing is said when there is no database. */
  ListViewer glance() {
    return new ListViewer(open(settings().database().value(), Messages.SILENT));
  }

  /** What was published of the database. */
  PublicationHistory history() {
    return new PublicationHistory(repository().look());
  }

  /** What changes the database, or tells what it would change. */
  ListEditor editor() {
    return new ListEditor(repository(), isDryRun(), messages);
  }

  /** What copies the database to another one. */
  DatabaseCopy copyTo(String url) {
    return new DatabaseCopy(repository(), open(url, messages));
  }

  /** What reads the URLs and paths that a user names. */
  Fetcher fetcher() {
    return fetcher(FETCH_TIMEOUT);
  }

  /** What looks at published files as consumers do, and does not wait long. */
  Fetcher glancingFetcher() {
    return fetcher(LOOK_TIMEOUT);
  }

  private Fetcher fetcher(Duration timeout) {
    Fetcher fetcher = newFetcher(timeout);
    closing.push(fetcher::close);
    return fetcher;
  }

  private Fetcher newFetcher(Duration timeout) {
    return new Fetcher(environment(), timeout, () -> TrustedTls.context(anchors(), messages::warn));
  }

  /** The servers of a configuration, with connections that end with the run. */
  Destinations destinations(Supplier<Configuration> configuration) {
    Protocols protocols =
        Protocols.all(
            new Protocols.Means(
                environment(), passphrases(), serverCredentials(), anchors(), messages));
    Destinations destinations = new Destinations(configuration, protocols);
    closing.push(destinations::close);
    return destinations;
  }

  /**
   * The certificate that signs with the authorities above it, read without asking anybody.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when that cannot be
   */
  CertificateChain signingChain() {
    return new CredentialReader(Passphrases.NONE, Messages.SILENT)
        .chain(settings().certificate().value(), settings().chain());
  }

  /** What servers are shown. */
  ServerCredentials serverCredentials() {
    return new ServerCredentials(
        environment(),
        Optional.of(settings().key().value()),
        Optional.of(settings().certificate().value()),
        reader());
  }

  /** The directory of trust anchors; empty when there is none. */
  Optional<Path> anchors() {
    return settings().trustAnchors().map(Settings.Found::value);
  }

  /**
   * The configuration, which must be there.
   *
   * @param warnings where keys that mean nothing are said
   */
  Configuration configuration(Messages warnings) {
    return Configuration.read(settings().requireConfigurationFile(), Protocols.keys(), warnings);
  }

  /** What the services that publish work with. */
  PublishingContext publishing() {
    if (publishing == null) {
      publishing =
          new PublishingContext(
              repository(),
              destinations(() -> configuration(messages)),
              new Signer(
                  reader(),
                  settings().key().value(),
                  settings().certificate().value(),
                  settings().chain(),
                  settings().noRevocationCheck.isGiven()
                      ? Optional.empty()
                      : Optional.of(revocation())),
              glancingFetcher(),
              run(),
              new PublishingContext.Options(
                  options.force.isGiven(),
                  isDryRun(),
                  settings().lockWait(),
                  settings().retries()));
    }
    return publishing;
  }

  /**
   * How lists are published.
   *
   * @param ifNeeded whether only those are published that have changed or end soon
   */
  PublishRun.Options publishOptions(boolean ifNeeded) {
    return new PublishRun.Options(
        Duration.ofDays(settings().lifetimeDays()),
        !options.noCheckImages.isGiven(),
        ifNeeded,
        Duration.ofDays(options.renewDaysOrUsual()));
  }

  private RevocationCheck revocation() {
    return new RevocationCheck(
        () -> newFetcher(REVOCATION_TIMEOUT), anchors(), RevocationCheck.PATIENCE, run());
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run); // what was opened last, first
  }

  /**
   * Where the program runs.
   *
   * @param environment the variables and directories
   * @param input standard input
   * @param terminal which streams are a terminal
   * @param databases opens databases
   * @param failPoints receives each step that changes something
   */
  public record Host(
      Environment environment,
      InputStream input,
      Terminal terminal,
      Databases databases,
      FailPoints failPoints) {}

  /** Opens databases. */
  @FunctionalInterface
  public interface Databases {

    /** The real ones. */
    Databases REAL = Repository::open;

    /**
     * Opens a database.
     *
     * @param url where it is, as SQLAlchemy writes it
     * @param wait how long to wait for other runs
     */
    Repository open(String url, Environment environment, Duration wait, Messages messages);
  }
}
