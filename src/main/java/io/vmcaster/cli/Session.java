package io.vmcaster.cli;

import io.vmcaster.cli.output.Confirmation;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoints;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Run;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.repository.Repository;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the handler of a request works with. The database is opened when it is first asked for. */
public final class Session implements AutoCloseable {

  private final Environment environment;
  private final Settings settings;
  private final RepositoryOpener opener;
  private final Messages messages;
  private final Progress progress;
  private final Passphrases passphrases;
  private final Confirmation questions;
  private final InputFiles inputs;
  private final FailPoints steps;
  private final List<Fetcher> fetchers = new ArrayList<>();
  private Repository repository;

  Session(
      Environment environment,
      Settings settings,
      RepositoryOpener opener,
      Messages messages,
      Progress progress,
      Passphrases passphrases,
      Confirmation questions,
      InputStream input,
      FailPoints steps) {
    this.environment = environment;
    this.settings = settings;
    this.opener = opener;
    this.messages = messages;
    this.progress = progress;
    this.passphrases = passphrases;
    this.questions = questions;
    this.steps = steps;
    this.inputs = new InputFiles(environment, input);
  }

  /** The variables and directories. */
  public Environment environment() {
    return environment;
  }

  /** Where things are, and how long to wait. */
  public Settings settings() {
    return settings;
  }

  /** This run, as services see it. */
  public Run run() {
    return new Run(environment, messages, progress, passphrases, Clock.systemUTC(), steps);
  }

  /** Where to say what is done. */
  public Messages messages() {
    return messages;
  }

  /** Where to show how far it is. */
  public Progress progress() {
    return progress;
  }

  /** Who knows the passphrases. */
  public Passphrases passphrases() {
    return passphrases;
  }

  /** Who is asked before what cannot be taken back. */
  public Confirmation questions() {
    return questions;
  }

  /** The files that a user names. */
  public InputFiles inputs() {
    return inputs;
  }

  /** The database; closed with the session. */
  public Repository repository() {
    if (repository == null) {
      repository = open(settings.database().value());
    }
    return repository;
  }

  /** The database for a side glance, so that nothing is said when there is none; to be closed. */
  public Repository glance() {
    return opener.open(
        settings.database().value(), environment, settings.lockWait(), Messages.SILENT);
  }

  /** Another database; the caller closes it. */
  public Repository open(String url) {
    return opener.open(url, environment, settings.lockWait(), messages);
  }

  /**
   * What reads URLs and paths; closed with the session.
   *
   * @param timeout how long to wait for a connection and for each piece of an answer
   */
  public Fetcher fetcher(Duration timeout) {
    Fetcher fetcher =
        new Fetcher(
            environment,
            timeout,
            () -> TrustedTls.context(settings.trustAnchors().map(Settings.Found::value)));
    fetchers.add(fetcher);
    return fetcher;
  }

  @Override
  public void close() {
    if (repository != null) {
      repository.close();
    }
    fetchers.forEach(Fetcher::close);
  }
}
