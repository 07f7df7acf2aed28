package io.vmcaster.service;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor.PackResult;
import io.vmcaster.compression.ImageFormat.Unpacking;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.journal.Begun;
import io.vmcaster.journal.Journal;
import io.vmcaster.journal.Recovery;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.PublishingContext.Retry;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Uploads new builds of images. The file goes to a temporary name, is compared with what was sent,
 * gets a name that was never used, and only when it was seen there does the database say so.
 */
final class ImageUploader {

  private final PublishingContext context;
  private final Repository repository;
  private final Run run;
  private final Journal journal;
  private final Recovery recovery;
  private boolean missingTold;

  /** An uploader. */
  public ImageUploader(PublishingContext context) {
    this.context = context;
    this.repository = context.repository();
    this.run = context.run();
    this.journal = new Journal(repository, run);
    this.recovery = new Recovery(repository, context.destinations(), journal, run);
  }

  /**
   * Uploads a file as the new build of an image, unless it is the present one.
   *
   * @param publishedToo lists that are going to be published with it: what makes one unfit is found
   *     before gigabytes are sent, not after
   */
  public UploadResult upload(
      ImageId id, Path file, List<ListId> publishedToo, UploadOptions options) {
    context.image(id);
    ImageFile source = ImageFile.of(file, run);
    names(id).requireEndorser(context.signer().certificate());
    if (options.dryRun()) {
      return plan(id, source, publishedToo, options);
    }
    return new Retry(options.retries(), Duration.ofSeconds(1), run.messages())
        .run(
            () ->
                repository.locked(
                    id,
                    options.lockWait(),
                    "uploading",
                    () -> attempt(id, source, publishedToo, options)));
  }

  /** An image as a planned upload would leave it; size and digest stand for those to come. */
  public static Image expected(Image before, UploadResult planned) {
    return BuildNames.expected(before, planned.uri(), planned.format());
  }

  private BuildNames names(ImageId id) {
    return BuildNames.of(repository.contents(), id);
  }

  /** A URI in the directory that the image's builds go to. */
  private String neighbour(ImageId id) {
    return names(id).neighbour(context.image(id));
  }

  private UploadResult attempt(
      ImageId id, ImageFile source, List<ListId> publishedToo, UploadOptions options) {
    String format = source.format(context.image(id), run.messages());
    Optional<Begun.Upload> left =
        recovery.settleButOne(id, upload -> continues(upload, neighbour(id), format));
    Image image = context.image(id);
    if (isPublished(image, source)) {
      left.ifPresent(recovery::settle);
      return unchanged(image, List.of());
    }
    source.requireWhole(format, options.force());
    String uri =
        left.map(Begun::uri).orElseGet(() -> BuildNames.uri(neighbour(id), id, format, run.now()));
    requirePublishable(image, uri, format, publishedToo, options);
    Begun.Upload upload = left.orElseGet(() -> begin(image, format));
    Destination destination = context.destinations().open(upload.uri());
    try {
      return finish(image, destination, send(destination, upload, source, options));
    } catch (Failure failure) {
      cleanUp(destination, upload, failure);
      throw failure;
    }
  }

  /** Whether a new upload may go on with one that was left: to the same directory, packed alike. */
  private static boolean continues(Begun.Upload upload, String neighbour, String format) {
    return upload.arrived().isEmpty()
        && upload.format().equals(format)
        && upload.isBeside(neighbour);
  }

  private void requirePublishable(
      Image image, String uri, String format, List<ListId> publishedToo, UploadOptions options) {
    Image expected = BuildNames.expected(image, uri, format);
    ListPublisher publisher = new ListPublisher(context);
    for (ListId list : publishedToo) {
      publisher.requirePublishable(list, expected, options.force());
    }
  }

  private boolean isPublished(Image image, ImageFile source) {
    return source.isPublished(image, repository.contents().source(image.id())) && isThere(image);
  }

  /**
   * Whether the present build is where {@code hv:uri} says, with the size that {@code hv:size}
   * says. Where no section covers that it is taken to be there; publishing asks at the URI itself.
   */
  private boolean isThere(Image image) {
    Optional<String> uri = image.text(Keys.URI).filter(text -> !text.isBlank());
    if (uri.isEmpty() || context.destinations().route(uri.get()).isEmpty()) {
      return uri.isPresent();
    }
    Destination destination = context.destinations().open(uri.get());
    boolean there = destination.hasSize(destination.location(), size(image));
    if (!there && !missingTold) {
      missingTold = true;
      run.messages()
          .warn(
              ("the present build of image %s is not at %s with the size that hv:size"
                      + " says: it is uploaded anew")
                  .formatted(image.id(), destination.location()));
    }
    return there;
  }

  private static long size(Image image) {
    return image.text(Keys.SIZE).map(ImageFile::parseSize).orElse(-1L);
  }

  /** Where nothing is yet. */
  private Destination freeDestination(Image image, String format) {
    Instant moment = run.now();
    while (true) {
      String uri = BuildNames.uri(neighbour(image.id()), image.id(), format, moment);
      Destination destination = context.destinations().open(uri);
      if (destination.uploader().stat(destination.location().path()).isEmpty()) {
        return destination;
      }
      moment = moment.plusSeconds(1);
    }
  }

  private Begun.Upload begin(Image image, String format) {
    Destination destination = freeDestination(image, format);
    String temporary = Destination.temporaryName(destination.location().name());
    return journal.begin(image.id(), destination.uri(), temporary, format);
  }

  private Begun.Upload send(
      Destination destination, Begun.Upload upload, ImageFile source, UploadOptions options) {
    Location temporary = upload.temporary(destination);
    run.steps().reached(FailPoint.IMAGE_SEND_BEGUN);
    PackResult sent;
    try (Unpacking unpacking = source.unpacking(upload.format())) {
      sent =
          new ImageSender(
                  source.path(), source.compression(upload.format()), options.compressLevel(), run)
              .send(destination, temporary);
      source.requireWhole(unpacking, options.force());
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot send " + source.path() + " to " + temporary + ": " + e.getMessage(),
          "Try again later.",
          e);
    }
    run.steps().reached(FailPoint.IMAGE_SENT);
    requireArrived(destination, temporary, sent);
    return journal.arrived(
        upload,
        new Begun.Arrived(sent.size(), sent.sha512(), sent.sourceSize(), sent.sourceSha512()));
  }

  /** What is on the server is what was sent: not only as long, unless the section wants that. */
  private void requireArrived(Destination destination, Location temporary, PackResult sent) {
    long there = destination.stat(temporary).map(file -> file.size()).orElse(0L);
    if (there != sent.size()) {
      throw new TemporaryFailure(
          "of " + sent.size() + " bytes sent to " + temporary + " the server has " + there,
          "Try again later.");
    }
    if (destination.section().verifiesBySize()) {
      run.messages()
          .info(
              temporary
                  + " has the size of what was sent; its content is not compared, as section ["
                  + destination.section().name()
                  + "] says: verify = \"size\"");
    } else if (!destination.sha512(temporary, there, run.progress()).equals(sent.sha512())) {
      destination.uploader().remove(temporary.path());
      throw new TemporaryFailure(
          temporary + " had the size of what was sent, and other bytes: it was removed",
          "Try again later; when it happens again, something between here and the server, or its"
              + " disk, damages files.");
    }
  }

  private UploadResult finish(Image image, Destination destination, Begun.Upload upload) {
    Begun.Arrived arrived = upload.arrived().orElseThrow();
    boolean same =
        image.text(Keys.SHA512).flatMap(Sha512::parse).filter(arrived.sha512()::equals).isPresent();
    if (same && isThere(image)) {
      recovery.sweep(destination, upload);
      journal.rememberSource(upload);
      return unchanged(image, List.of());
    }
    repository.requireLocks();
    Location build = destination.location();
    destination.uploader().rename(upload.temporary(destination).path(), build.path());
    run.steps().reached(FailPoint.IMAGE_RENAMED);
    if (!destination.hasSize(build, arrived.size())) {
      throw new TransferFailure(
          ("the server said that it gave the image its name, but there is no file of"
                  + " %s bytes at %s")
              .formatted(arrived.size(), build),
          "See whether the server lets you rename files there, and what its log says.");
    }
    String version = journal.complete(upload);
    return new UploadResult(
        image.id(),
        UploadResult.Outcome.UPLOADED,
        upload.uri(),
        version,
        arrived.size(),
        Optional.of(arrived.sha512()),
        Journal.format(image, upload.format()),
        List.of());
  }

  /**
   * After a failure that may pass, what has arrived stays where it can be continued; the journal
   * tells the next run. Anything else is removed, on a new connection; an interrupt waits for that.
   */
  private void cleanUp(Destination destination, Begun.Upload upload, Failure failure) {
    boolean interrupted = Thread.interrupted();
    boolean worthKeeping =
        failure instanceof TemporaryFailure
            && !interrupted
            && destination.uploader().capabilities().contains(Capability.APPEND);
    if (worthKeeping) {
      return;
    }
    try {
      recovery.settleUploads(upload.image());
    } catch (Failure again) {
      failure.addSuppressed(again);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static UploadResult unchanged(Image image, List<String> steps) {
    return new UploadResult(
        image.id(),
        UploadResult.Outcome.UNCHANGED,
        image.text(Keys.URI).orElse(""),
        image.text(Keys.VERSION).orElse(""),
        size(image),
        image.text(Keys.SHA512).flatMap(Sha512::parse),
        image.text(Keys.FORMAT).orElse(""),
        steps);
  }

  /** What an upload would do, in order, for a dry run to tell. */
  private UploadResult plan(
      ImageId id, ImageFile source, List<ListId> publishedToo, UploadOptions options) {
    Image image = context.image(id);
    String format = source.format(image, run.messages());
    List<Begun.Upload> begun = journal.uploads(id);
    boolean finishes = begun.stream().anyMatch(upload -> upload.arrived().isPresent());
    if (!finishes && isPublished(image, source)) {
      return unchanged(
          image, begun.stream().map(upload -> "sweep away " + described(upload)).toList());
    }
    source.requireWhole(format, options.force());
    try (Unpacking unpacking = source.unpacking(format)) {
      source.requireWhole(unpacking, options.force());
    }
    Destination destination = freeDestination(image, format);
    String uri = destination.uri();
    requirePublishable(image, uri, format, publishedToo, options);
    List<String> steps = new ArrayList<>();
    begun.forEach(upload -> steps.add(settled(upload, uri, source, format)));
    steps.add(
        source.compression(format) == Compression.NONE
            ? "take " + source.path() + " as it is"
            : "compress " + source.path() + " as " + format + " asks");
    steps.add(
        "send it under a temporary name, compare its %s, and rename it to %s"
            .formatted(
                destination.section().verifiesBySize() ? "size" : "size and content",
                destination.location()));
    String version = Journal.nextVersion(image);
    steps.add(
        "record hv:uri, hv:size, sl:checksum:sha512 and hv:version " + version + " of image " + id);
    return new UploadResult(
        id,
        UploadResult.Outcome.PLANNED,
        uri,
        version,
        -1,
        Optional.empty(),
        Journal.format(image, format),
        steps);
  }

  private static String settled(Begun.Upload upload, String uri, ImageFile source, String format) {
    if (upload.arrived().isPresent()) {
      return ("finish %s, whose file had arrived whole; go on only if %s is another" + " one")
          .formatted(described(upload), source.path());
    }
    return continues(upload, uri, format)
        ? "go on with " + described(upload) + ", under that name, if the file is the same"
        : "sweep away " + described(upload);
  }

  private static String described(Begun.Upload upload) {
    return "the upload to " + upload.uri() + " that another run (" + upload.owner() + ") began";
  }
}
