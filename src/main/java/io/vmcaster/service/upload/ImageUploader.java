package io.vmcaster.service.upload;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.PackResult;
import io.vmcaster.config.Section;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure;
import io.vmcaster.error.NotFoundFailure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.service.RemoteBytes;
import io.vmcaster.service.Retry;
import io.vmcaster.service.TemporaryNames;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Uploads new builds of images. The file goes to a temporary name, is checked, gets a name that was
 * never used, and only then does the database say so.
 */
public final class ImageUploader {

  private final Repository repository;
  private final Places places;
  private final Supplier<X509Certificate> certificate;
  private final Consumer<Image> beforeSending;
  private final Run run;
  private final UploadLedger ledger;
  private final UploadRecovery recovery;
  private final PublicBuild present;

  /**
   * An uploader.
   *
   * @param repository where images are kept
   * @param places where they go
   * @param certificate reads the certificate that says who uploads; no key is needed
   * @param beforeSending what else is checked when something is about to be sent; it is given the
   *     image as it is going to be, as far as that is known
   * @param run this run
   */
  public ImageUploader(
      Repository repository,
      Places places,
      Supplier<X509Certificate> certificate,
      Consumer<Image> beforeSending,
      Run run) {
    this.repository = repository;
    this.places = places;
    this.certificate = certificate;
    this.beforeSending = beforeSending;
    this.run = run;
    this.ledger = new UploadLedger(repository, run);
    this.recovery = new UploadRecovery(repository, places, run);
    this.present = new PublicBuild(places, run.messages());
  }

  /** Uploads a file as the new build of an image, unless it is the present one. */
  public UploadResult upload(ImageId id, Path file, UploadOptions options) {
    stored(id);
    ImageFile source = ImageFile.of(file, run);
    requireEndorser(id);
    Retry retry = new Retry(options.retries(), Duration.ofSeconds(1), run.messages());
    if (options.dryRun()) {
      return attempt(id, source, options);
    }
    return retry.run(
        () ->
            repository.locked(
                id, options.lockWait(), "uploading", () -> attempt(id, source, options)));
  }

  private void requireEndorser(ImageId id) {
    ImageHolders.of(repository.catalogue(), id).requireEndorser(certificate.get());
  }

  private Image stored(ImageId id) {
    return repository
        .catalogue()
        .image(id)
        .orElseThrow(
            () ->
                new NotFoundFailure(
                    "there is no image " + id + " in " + repository.location(),
                    "vmcaster --image-list shows the images that are there."));
  }

  private UploadResult attempt(ImageId id, ImageFile source, UploadOptions options) {
    String format = source.format(stored(id), run.messages());
    if (options.dryRun()) {
      return rehearse(stored(id), source, format);
    }
    Optional<UploadIntent> left =
        recovery.settleButOne(id, intent -> intent.continues(neighbour(id), format));
    Image image = stored(id);
    if (isPublished(image, source)) {
      left.ifPresent(recovery::settle);
      return unchanged(image, List.of());
    }
    String expectedUri =
        left.map(UploadIntent::uri)
            .orElseGet(() -> ImageNames.uri(neighbour(id), id, format, run.now()));
    beforeSending.accept(ExpectedBuild.of(image, expectedUri, format));
    UploadIntent intent = left.orElseGet(() -> begin(image, neighbour(id), format));
    return send(image, intent, source, options);
  }

  private UploadResult rehearse(Image image, ImageFile source, String format) {
    UploadPlan plan = new UploadPlan(recovery.begun(image.id()), source, format);
    if (!plan.finishes() && isPublished(image, source)) {
      return unchanged(image, plan.sweeping());
    }
    String uri = freeUri(image, neighbour(image.id()), format);
    beforeSending.accept(ExpectedBuild.of(image, uri, format));
    return plan.of(image, uri, places.open(uri).location());
  }

  private boolean isPublished(Image image, ImageFile source) {
    return source.isPublished(image, repository.catalogue().source(image.id()))
        && present.isThere(image);
  }

  /** A URI in the directory that the image's builds go to. */
  private String neighbour(ImageId id) {
    return ImageHolders.of(repository.catalogue(), id).neighbour(stored(id));
  }

  /** Where nothing is yet. */
  private String freeUri(Image image, String neighbour, String format) {
    Instant moment = run.now();
    String uri = ImageNames.uri(neighbour, image.id(), format, moment);
    RuleContext place = places.open(uri);
    while (place.uploader().stat(place.location().path()).isPresent()) {
      moment = moment.plusSeconds(1);
      uri = ImageNames.uri(neighbour, image.id(), format, moment);
      place = places.open(uri);
    }
    return uri;
  }

  private UploadIntent begin(Image image, String neighbour, String format) {
    String uri = freeUri(image, neighbour, format);
    return ledger.begin(
        UploadIntent.of(
            image.id(),
            uri,
            TemporaryNames.of(places.open(uri).location().name()),
            format,
            run.now(),
            run.owner()));
  }

  private UploadResult send(
      Image image, UploadIntent intent, ImageFile source, UploadOptions options) {
    RuleContext place = places.open(intent.uri());
    try {
      return finish(image, place, deliver(place, intent, source, options));
    } catch (Failure failure) {
      cleanUp(place, intent, failure);
      throw failure;
    }
  }

  private UploadIntent deliver(
      RuleContext place, UploadIntent intent, ImageFile source, UploadOptions options) {
    Location temporary = UploadRecovery.temporary(place, intent);
    run.steps().reached(FailPoint.IMAGE_SEND_BEGUN);
    PackResult packed = pack(place, intent, source, options);
    run.steps().reached(FailPoint.IMAGE_SENT);
    requireArrived(place, temporary, packed);
    return ledger.arrived(
        intent,
        new UploadIntent.Arrived(
            packed.size(), packed.sha512(), packed.sourceSize(), packed.sourceSha512()));
  }

  private PackResult pack(
      RuleContext place, UploadIntent intent, ImageFile source, UploadOptions options) {
    Location temporary = UploadRecovery.temporary(place, intent);
    Compression compression = source.compression(intent.format());
    try {
      return new ImageSender(source.path(), compression, options.compressLevel(), run)
          .send(place, temporary);
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot send " + source.path() + " to " + temporary + ": " + e.getMessage(),
          "Try again later.",
          e);
    }
  }

  /** What is on the server is what was sent: not only as long, unless the section wants that. */
  private void requireArrived(RuleContext place, Location location, PackResult sent) {
    long there = place.uploader().stat(location.path()).map(file -> file.size()).orElse(-1L);
    if (there != sent.size()) {
      throw new TemporaryFailure(
          "of "
              + sent.size()
              + " bytes sent to "
              + location
              + " the server has "
              + Math.max(there, 0),
          "Try again later.");
    }
    Section section = places.require(place.uri()).section();
    if (section.verifiesBySize()) {
      run.messages()
          .info(
              location
                  + " has the size of what was sent; its content is not compared, as section ["
                  + section.name()
                  + "] says: verify = \"size\"");
    } else if (!RemoteBytes.sha512(place, location, there, run.progress()).equals(sent.sha512())) {
      place.uploader().remove(location.path());
      throw new TemporaryFailure(
          location + " had the size of what was sent, and other bytes: it was removed",
          "Try again later; when it happens again, something between here and the server, or its"
              + " disk, damages files.");
    }
  }

  private UploadResult finish(Image image, RuleContext place, UploadIntent intent) {
    UploadIntent.Arrived arrived = intent.arrived().orElseThrow();
    if (isPublished(image, arrived.sha512()) && present.isThere(image)) {
      recovery.sweep(place, intent);
      rememberSource(image, arrived);
      return unchanged(image, List.of());
    }
    repository.requireLocks();
    place
        .uploader()
        .rename(UploadRecovery.temporary(place, intent).path(), place.location().path());
    run.steps().reached(FailPoint.IMAGE_RENAMED);
    requireInPlace(place, arrived.size());
    String version = ledger.complete(intent);
    return new UploadResult(
        image.id(),
        UploadResult.ErrorReporter.UPLOADED,
        intent.uri(),
        version,
        arrived.size(),
        Optional.of(arrived.sha512()),
        UploadLedger.format(image, intent.format()),
        List.of());
  }

  /** Only what was seen under its name is recorded: some servers say yes and do nothing. */
  private static void requireInPlace(RuleContext place, long size) {
    if (!UploadRecovery.hasSize(place, place.location(), size)) {
      throw new TransferFailure(
          "the server said that it gave the image its name, but there is no file of "
              + size
              + " bytes at "
              + place.location(),
          "See whether the server lets you rename files there, and what its log says.");
    }
  }

  /** So that the next look at the same source needs no packing to see that nothing changed. */
  private void rememberSource(Image image, UploadIntent.Arrived arrived) {
    repository.change(
        changes -> {
          changes.recordSource(
              image.id(),
              new ImageSource(arrived.sourceSize(), arrived.sourceSha512(), arrived.sha512()));
          return null;
        });
  }

  /**
   * After a failure that may pass, what has arrived stays where it can be continued; the intent
   * tells the next run. Anything else is removed, on a new connection; an interrupt waits for that.
   */
  private void cleanUp(RuleContext place, UploadIntent intent, Failure failure) {
    boolean interrupted = Thread.interrupted();
    boolean worthKeeping =
        failure instanceof TemporaryFailure
            && !interrupted
            && place.uploader().capabilities().contains(Capability.APPEND);
    if (worthKeeping) {
      return;
    }
    try {
      recovery.settleAll(intent.image());
    } catch (Failure again) {
      failure.addSuppressed(again);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isPublished(Image image, Sha512 sha512) {
    return image.text(Keys.SHA512).flatMap(Sha512::parse).filter(sha512::equals).isPresent();
  }

  private static UploadResult unchanged(Image image, List<String> steps) {
    return new UploadResult(
        image.id(),
        UploadResult.ErrorReporter.UNCHANGED,
        image.text(Keys.URI).orElse(""),
        image.text(Keys.VERSION).orElse(""),
        image.text(Keys.SIZE).map(ImageFile::parseSize).orElse(-1L),
        image.text(Keys.SHA512).flatMap(Sha512::parse),
        image.text(Keys.FORMAT).orElse(""),
        steps);
  }
}
