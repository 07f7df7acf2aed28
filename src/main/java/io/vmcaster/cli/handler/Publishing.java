package io.vmcaster.cli.handler;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.Settings;
import io.vmcaster.config.Configuration;
import io.vmcaster.config.ConfigurationReader;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.run.Run;
import io.vmcaster.service.ConfiguredPlaces;
import io.vmcaster.service.Places;
import io.vmcaster.service.publish.ListPublisher;
import io.vmcaster.service.publish.Preflight;
import io.vmcaster.service.publish.PublicFiles;
import io.vmcaster.service.publish.PublishOptions;
import io.vmcaster.service.publish.PublishedCopy;
import io.vmcaster.service.upload.ImageUploader;
import io.vmcaster.service.upload.UploadOptions;
import io.vmcaster.service.upload.UploadRecovery;
import io.vmcaster.signing.pki.Credential;
import io.vmcaster.signing.pki.CredentialReader;
import io.vmcaster.transfer.Protocols;
import io.vmcaster.transfer.UploaderPool;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The services that publish, put together for one run. Each is made when it is asked for. */
final class Publishing implements AutoCloseable {

  private final Session session;
  private final Run run;
  private final UploaderPool pool;
  private final Places places;
  private Credential credential;

  Publishing(Session session) {
    this.session = session;
    this.run = session.run();
    this.pool = new UploaderPool(Protocols.standard(run, session.settings().credentialFiles()));
    this.places = new ConfiguredPlaces(this::configuration, pool);
  }

  private Configuration configuration() {
    return ConfigurationReader.read(
        session.settings().requireConfigurationFile(), session.messages());
  }

  Run run() {
    return run;
  }

  Places places() {
    return places;
  }

  Catalogue catalogue() {
    return session.repository().catalogue();
  }

  ListPublisher publisher() {
    PublicFiles files = new PublicFiles(run);
    return new ListPublisher(
        session.repository(),
        places,
        new Preflight(places, this::credential, files, run),
        new PublishedCopy(files, run),
        new UploadRecovery(session.repository(), places, run),
        run);
  }

  ImageUploader uploader() {
    return new ImageUploader(session.repository(), places, this::credential, run);
  }

  PublishOptions publishOptions(boolean checkImages) {
    Settings settings = session.settings();
    return new PublishOptions(
        Duration.ofDays(settings.lifetimeDays()),
        checkImages,
        settings.dryRun(),
        settings.lockWait(),
        settings.retries());
  }

  UploadOptions uploadOptions(Optional<Integer> level) {
    Settings settings = session.settings();
    return new UploadOptions(
        level.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        settings.dryRun(),
        settings.lockWait(),
        settings.retries());
  }

  /** Key and certificate; read once, so that a passphrase is asked for once. */
  private Credential credential() {
    if (credential == null) {
      Settings settings = session.settings();
      credential =
          CredentialReader.read(
              settings.key().value(),
              settings.certificate().value(),
              session.passphrases(),
              session.messages());
    }
    return credential;
  }

  @Override
  public void close() {
    pool.close();
  }
}
