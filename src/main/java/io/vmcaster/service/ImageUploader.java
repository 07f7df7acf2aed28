package io.vmcaster.service;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor.PackResult;
import io.vmcaster.compression.ImageFormat.Unpacking;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.journal.Begun;
import io.vmcaster.journal.Journal;
import io.vmcaster.journal.Recovery;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.PublishRun.UploadResult;
import io.vmcaster.service.PublishRun.UploadResult.Outcome;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Uploads new builds of images. The file goes to a temporary name, is compared with what was sent,
 * gets a name that was never used, and only when it was seen there does the database say so.
 */
final class ImageUploader {

  private final PublishingContext context;
  private final Messages messages;
  private final Repository repository;
  private final Run run;
  private final boolean force;
  private final Journal journal;
  private final Recovery recovery;
  private final ImageId id;
  private final Path file;
  private final List<ListId> publishedToo;
  private final OptionalInt level;
  private boolean missingTold;

  /**
   * The upload of a file as the new build of an image.
   *
   * @param publishedToo lists that are going to be published with it: what makes one unfit is found
   *     before gigabytes are sent, not after
   * @param level the compression's own level; empty for its default
   */
  ImageUploader(
      PublishingContext context,
      ImageId id,
      Path file,
      List<ListId> publishedToo,
      OptionalInt level) {
    this.context = context;
    this.messages = context.messages();
    this.repository = context.repository();
    this.run = context.run();
    this.force = context.options().force();
    this.journal = new Journal(repository, run);
    this.recovery = new Recovery(repository, context.destinations(), journal, run);
    this.id = id;
    this.file = file;
    this.publishedToo = publishedToo;
    this.level = level;
  }

  /** Uploads the file, unless it is the present build. */
  UploadResult upload() {
    context.image(id);
    ImageFile source = ImageFile.of(file, run);
    BuildNames.of(repository.contents(), id).requireEndorser(context.signer().certificate());
    return context.options().dryRun()
        ? plan(source)
        : context.locked(id, "uploading", () -> attempt(source));
  }

  /** A URI in the directory that the image's builds go to. */
  private String neighbour() {
    return BuildNames.of(repository.contents(), id).neighbour(context.image(id));
  }

  private UploadResult attempt(ImageFile source) {
    String format = source.format(context.image(id));
    Optional<Begun.Upload> left =
        recovery.settleButOne(id, upload -> continues(upload, neighbour(), format));
    Image image = context.image(id);
    if (isPublished(image, source, format)) {
      left.ifPresent(recovery::settle);
      return new UploadResult(Outcome.UNCHANGED, image, List.of());
    }
    source.requireWhole(format, force);
    String uri =
        left.map(Begun::uri).orElseGet(() -> BuildNames.uri(neighbour(), id, format, run.now()));
    requirePublishable(BuildNames.expected(image, uri, format));
    Begun.Upload upload =
        left.orElseGet(
            () -> {
              Destination free = freeDestination(format);
              String temporary = Destination.temporaryName(free.location().name());
              return journal.begin(id, free.uri(), temporary, format);
            });
    Destination destination = context.destinations().open(upload.uri());
    try {
      return finish(image, destination, send(destination, upload, source));
    } catch (Failure failure) {
      cleanUp(destination, failure);
      throw failure;
    }
  }

  /**
   * Whether a new upload may go on with one that was left: to the same directory, packed alike, and
   * under a name that is still free.
   */
  private boolean continues(Begun.Upload upload, String neighbour, String format) {
    return upload.arrived().isEmpty()
        && upload.format().equals(format)
        && upload.isBeside(neighbour)
        && isFree(context.destinations().open(upload.uri()));
  }

  private static boolean isFree(Destination destination) {
    return destination.uploader().stat(destination.location().path()).isEmpty();
  }

  private void requirePublishable(Image expected) {
    ListPublisher publisher = new ListPublisher(context);
    publishedToo.forEach(list -> publisher.requirePublishable(list, expected));
  }

  private boolean isPublished(Image image, ImageFile source, String format) {
    return source.isPublished(image, repository.contents().source(id), format) && isThere(image);
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
    boolean there = destination.hasSize(destination.location(), image.size());
    if (!there && !missingTold) {
      missingTold = true;
      messages.warn(
          ("the present build of image %s is not at %s with the size that hv:size"
                  + " says: it is uploaded anew")
              .formatted(id, destination.location()));
    }
    return there;
  }

  /** Where nothing is yet. */
  private Destination freeDestination(String format) {
    Instant moment = run.now();
    while (true) {
      String uri = BuildNames.uri(neighbour(), id, format, moment);
      Destination destination = context.destinations().open(uri);
      if (isFree(destination)) {
        return destination;
      }
      moment = moment.plusSeconds(1);
    }
  }

  private Begun.Upload send(Destination destination, Begun.Upload upload, ImageFile source) {
    Location temporary = upload.temporary(destination);
    run.steps().reached(FailPoint.IMAGE_SEND_BEGUN);
    PackResult sent;
    try (Unpacking unpacking = source.unpacking(upload.format())) {
      sent = source.send(destination, temporary, upload.format(), level);
      source.requireWhole(unpacking, force);
    } catch (IOException e) {
      throw new TemporaryFailure(
          "cannot send " + file + " to " + temporary + ": " + e.getMessage(),
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
          "of "
              + Messages.count(sent.size(), "byte")
              + " sent to "
              + temporary
              + " the server has "
              + there,
          "Try again later.");
    }
    if (destination.section().verifiesBySize()) {
      messages.info(
          ("%s has the size of what was sent; its content is not compared, as section [%s] says:"
                  + " verify = \"size\"")
              .formatted(temporary, destination.section().name()));
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
    if (image.sha512().filter(arrived.sha512()::equals).isPresent() && isThere(image)) {
      recovery.sweep(destination, upload);
      journal.rememberSource(upload);
      return new UploadResult(Outcome.UNCHANGED, image, List.of());
    }
    repository.requireLocks();
    Location build = destination.location();
    destination.uploader().rename(upload.temporary(destination).path(), build.path());
    run.steps().reached(FailPoint.IMAGE_RENAMED);
    if (!destination.hasSize(build, arrived.size())) {
      throw new TransferFailure(
          ("the server said that it gave the image its name, but there is no file of %s at" + " %s")
              .formatted(Messages.count(arrived.size(), "byte"), build),
          "See whether the server lets you rename files there, and what its log says.");
    }
    Image recorded =
        journal
            .complete(upload)
            .orElseThrow(
                () ->
                    new NotFoundFailure(
                        "image " + id + " was deleted while it was uploaded",
                        "Its file is left at " + build + ": remove it."));
    return new UploadResult(Outcome.UPLOADED, recorded, List.of());
  }

  /**
   * After a failure that may pass, what has arrived stays where it can be continued; the journal
   * tells the next run. Anything else is removed, on a new connection; an interrupt waits for that.
   */
  private void cleanUp(Destination destination, Failure failure) {
    boolean interrupted = Thread.interrupted();
    boolean worthKeeping =
        failure instanceof TemporaryFailure
            && !interrupted
            && destination.uploader().capabilities().contains(Capability.APPEND);
    if (worthKeeping) {
      return;
    }
    try {
      recovery.settleUploads(id);
    } catch (Failure again) {
      failure.addSuppressed(again);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What an upload would do, in order, for a dry run to tell. */
  private UploadResult plan(ImageFile source) {
    Image image = context.image(id);
    String format = source.format(image);
    List<Begun.Upload> begun = journal.uploads(id);
    boolean finishes = begun.stream().anyMatch(upload -> upload.arrived().isPresent());
    if (!finishes && isPublished(image, source, format)) {
      return new UploadResult(
          Outcome.UNCHANGED,
          image,
          begun.stream().map(upload -> "sweep away " + described(upload)).toList());
    }
    source.requireWhole(format, force);
    try (Unpacking unpacking = source.unpacking(format)) {
      source.requireWhole(unpacking, force);
    }
    Destination destination = freeDestination(format);
    Image expected = BuildNames.expected(image, destination.uri(), format);
    requirePublishable(expected);
    List<String> steps = new ArrayList<>();
    begun.forEach(upload -> steps.add(settled(upload, destination.uri(), format)));
    steps.add(
        source.compression(format) == Compression.NONE
            ? "take " + file + " as it is"
            : "compress " + file + " as " + format + " asks");
    steps.add(
        "send it under a temporary name, compare its %s, and rename it to %s"
            .formatted(
                destination.section().verifiesBySize() ? "size" : "size and content",
                destination.location()));
    steps.add(
        "record hv:uri, hv:size, sl:checksum:sha512 and hv:version %s of image %s"
            .formatted(expected.text(Keys.VERSION).orElseThrow(), id));
    return new UploadResult(Outcome.PLANNED, expected, steps);
  }

  private String settled(Begun.Upload upload, String uri, String format) {
    if (upload.arrived().isPresent()) {
      return "finish %s, whose file had arrived whole; go on only if %s is another one"
          .formatted(described(upload), file);
    }
    return continues(upload, uri, format)
        ? "go on with " + described(upload) + ", under that name, if the file is the same"
        : "sweep away " + described(upload);
  }

  private static String described(Begun.Upload upload) {
    return "the upload to " + upload.uri() + " that another run (" + upload.owner() + ") began";
  }
}
