package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.Settings;
import io.vmcaster.config.Configuration;
import io.vmcaster.config.ConfigurationReader;
import io.vmcaster.context.Run;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.model.Image;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.ConfiguredPlaces;
import io.vmcaster.service.Places;
import io.vmcaster.service.publish.ListPublisher;
import io.vmcaster.service.publish.Preflight;
import io.vmcaster.service.publish.PublicFiles;
import io.vmcaster.service.publish.PublicationVerifier;
import io.vmcaster.service.publish.PublishOptions;
import io.vmcaster.service.upload.ImageUploader;
import io.vmcaster.service.upload.UploadOptions;
import io.vmcaster.service.upload.UploadRecovery;
import io.vmcaster.uploader.Protocols;
import io.vmcaster.uploader.UploaderPool;
import io.vmcaster.uploader.gsidcap.DcapProtocol;
import io.vmcaster.uploader.gsidcap.GsiCredentials;
import io.vmcaster.uploader.webdav.WebDavProtocol;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The services that publish, put together for one run. Each is made when it is asked for. */
final class Publishing implements AutoCloseable {

  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(20);

  private final Session session;
  private final Supplier<Repository> repository;
  private final Run run;
  private final UploaderPool pool;
  private final Places places;
  private final PublicFiles publicFiles;
  private Credential credential;

  Publishing(Session session) {
    this(session, session::repository);
  }

  /** With another database than the session's own. */
  Publishing(Session session, Repository repository) {
    this(session, () -> repository);
  }

  private Publishing(Session session, Supplier<Repository> repository) {
    this.session = session;
    this.repository = repository;
    this.run = session.run();
    this.pool = new UploaderPool(protocols());
    this.places = new ConfiguredPlaces(this::configuration, pool);
    this.publicFiles = new PublicFiles(session.fetcher(FETCH_TIMEOUT));
  }

  private Protocols protocols() {
    Settings settings = session.settings();
    GsiCredentials credentials =
        new GsiCredentials(
            Optional.of(settings.key().value()),
            Optional.of(settings.certificate().value()),
            settings.trustAnchors().map(Settings.Found::value));
    return Protocols.with(
        session.environment(),
        session.passphrases(),
        session.messages(),
        new DcapProtocol(
            session.environment(), credentials, session.passphrases(), session.messages()),
        new WebDavProtocol(
            session.environment(), credentials, session.passphrases(), session.messages()));
  }

  private Configuration configuration() {
    return ConfigurationReader.read(
        session.settings().requireConfigurationFile(), session.messages());
  }

  Run run() {
    return run;
  }

  UploaderPool pool() {
    return pool;
  }

  Places places() {
    return places;
  }

  /** Files as subscribers read them. */
  PublicFiles publicFiles() {
    return publicFiles;
  }

  ReadTransaction catalogue() {
    return repository.get().catalogue();
  }

  String location() {
    return repository.get().location();
  }

  /** Whether a list that was published now would last longer than until then. */
  boolean lasts(Duration lifetime, Instant then) {
    Instant end = certificate().getNotAfter().toInstant();
    return end.isAfter(then) || !end.isBefore(run.now().plus(lifetime));
  }

  ListPublisher publisher() {
    return new ListPublisher(
        repository.get(),
        places,
        preflight(),
        new PublicationVerifier(publicFiles, run.messages()),
        new UploadRecovery(repository.get(), places, run),
        run);
  }

  Preflight preflight() {
    return new Preflight(places, this::credential, publicFiles, run);
  }

  /**
   * What uploads images.
   *
   * @param beforeSending what else is checked before an image is sent
   */
  ImageUploader uploader(Consumer<Image> beforeSending) {
    return new ImageUploader(repository.get(), places, this::certificate, beforeSending, run);
  }

  PublishOptions publishOptions(boolean checkImages, boolean force) {
    return publishOptions(checkImages, force, Set.of());
  }

  /** With images that would be there, if this were no dry run. */
  PublishOptions publishOptions(boolean checkImages, boolean force, Set<String> coming) {
    Settings settings = session.settings();
    return new PublishOptions(
        Duration.ofDays(settings.lifetimeDays()),
        checkImages,
        force,
        settings.dryRun(),
        settings.lockWait(),
        settings.retries(),
        coming);
  }

  UploadOptions uploadOptions(Optional<Integer> level) {
    Settings settings = session.settings();
    return new UploadOptions(
        level.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        settings.dryRun(),
        settings.lockWait(),
        settings.retries());
  }

  private X509Certificate certificate() {
    return new CredentialReader(session.passphrases(), session.messages())
        .certificate(session.settings().certificate().value());
  }

  /** Key and certificate; read once, so that a passphrase is asked for once. */
  private Credential credential() {
    if (credential == null) {
      Settings settings = session.settings();
      credential =
          new CredentialReader(session.passphrases(), session.messages())
              .read(settings.key().value(), settings.certificate().value());
    }
    return credential;
  }

  @Override
  public void close() {
    pool.close();
  }
}
