package io.vmcaster.journal;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.Repository.Lock;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of what was begun: the server tells. What is there under its name, or has
 * arrived whole, is finished and recorded; anything else is undone and swept from the server. Until
 * the server can be asked the entry stays, and nothing else is done for the list or image. The
 * caller holds the lock of the list or image. Failures are those of the {@link Uploader}.
 *
 * @param repository the database
 * @param destinations the servers
 * @param journal what was begun
 * @param run which run does it
 */
public record Recovery(Repository repository, Destinations destinations, Journal journal, Run run) {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** What release 1.0.0 left behind the name of a file that it was moving on a dCache. */
  private static final String READY = ".ready";

  /** Settles every publication that dead runs began for a list. */
  public void settleAll(ListId list) {
    for (Begun.Publishing publishing : journal.publications(list)) {
      String outcome =
          isOutOfReach(publishing)
              ? giveUp(publishing)
              : settle(publishing, true)
                  ? ": it is public, now recorded"
                      + (publishing.restores() ? ", and the database has its content" : "")
                  : ": it is not public, undone";
      run.messages()
          .warn(
              "a run that did not end (%s) was publishing version %s of %s%s"
                  .formatted(publishing.owner(), publishing.version(), publishing.list(), outcome));
    }
  }

  /** Its server is in no section any more, and the list has moved on to another. */
  private boolean isOutOfReach(Begun.Publishing publishing) {
    return uri(publishing.list()).filter(uri -> !uri.equals(publishing.uri())).isPresent()
        && destinations.route(publishing.uri()).isEmpty();
  }

  private String giveUp(Begun.Publishing publishing) {
    journal.giveUp(publishing, true);
    return (" to %s, which no section of the configuration covers any more: given up, its number is"
            + " not used again")
        .formatted(publishing.uri());
  }

  /**
   * Completes or undoes one publication; whether it is public.
   *
   * @param renamed whether its list may have got its name: then it may have been public, even when
   *     it is not there now
   */
  public boolean settle(Begun.Publishing publishing, boolean renamed) {
    repository.requireLocks(); // without them another run may be settling the same
    Destination destination = destinations.open(publishing.uri());
    putBack(destination);
    boolean isPublic = destination.holds(destination.location(), publishing.message());
    Location temporary = publishing.temporary(destination);
    boolean spent = !isPublic && renamed && destination.uploader().stat(temporary.path()).isEmpty();
    removeTemporary(destination, temporary);
    run.steps().reached(FailPoint.LIST_SWEPT);
    if (isPublic) {
      journal.complete(publishing);
    } else {
      journal.giveUp(publishing, spent);
    }
    return isPublic;
  }

  /**
   * A server that cannot replace a file in one step has the old list moved aside first. When it
   * failed in between the old list gets its name again; when it did not, the old list is removed.
   */
  private void putBack(Destination destination) {
    Location list = destination.location();
    Location aside = list.sibling(list.name() + Uploader.ASIDE);
    if (destination.stat(aside).isEmpty()) {
      return;
    }
    if (destination.stat(list).isPresent()) {
      destination.uploader().remove(aside.path());
      return;
    }
    destination.uploader().rename(aside.path(), list.path());
    run.messages()
        .warn("the list at " + list + " had been moved aside and not replaced: it is back");
  }

  private static void removeTemporary(Destination destination, Location temporary) {
    destination.uploader().remove(temporary.path());
    destination.uploader().remove(temporary.path() + READY);
  }

  /**
   * Settles the uploads that dead runs began for the images of a list; what living runs are at is
   * left to them.
   */
  public void settleUploads(ListId list) {
    ReadTransaction contents = repository.contents();
    contents.intents().stream()
        .map(Intent::item)
        .filter(item -> item instanceof ImageId && contents.listsWith(item).contains(list))
        .distinct()
        .forEach(image -> settleIfAbandoned((ImageId) image));
  }

  private void settleIfAbandoned(ImageId image) {
    try {
      Lock lock = repository.lock(image, Duration.ZERO, "finishing an upload");
      try (lock) {
        settleUploads(image);
      }
    } catch (LockedFailure uploading) {
      LOG.debug(uploading.getMessage());
    }
  }

  /** Settles all uploads of an image. */
  public void settleUploads(ImageId image) {
    journal.uploads(image).forEach(this::settle);
  }

  /**
   * Settles the uploads of an image, but for one that a new run may continue.
   *
   * @param continued whether a new run may continue it
   * @return that one
   */
  public Optional<Begun.Upload> settleButOne(ImageId image, Predicate<Begun.Upload> continued) {
    Optional<Begun.Upload> kept = Optional.empty();
    for (Begun.Upload upload : journal.uploads(image)) {
      if (kept.isEmpty() && continued.test(upload)) {
        kept = Optional.of(upload);
      } else {
        settle(upload);
      }
    }
    return kept;
  }

  /** Finishes an upload whose file has arrived whole; undoes any other. */
  public void settle(Begun.Upload upload) {
    boolean hasMoved =
        uri(upload.image()).filter(uri -> !uri.isBlank() && !upload.isBeside(uri)).isPresent();
    if (hasMoved && destinations.route(upload.uri()).isEmpty()) {
      run.messages()
          .warn(
              ("an upload of image %s that did not end is given up: no section of the configuration"
                      + " covers %s any more, where a part of it may be left")
                  .formatted(upload.image(), upload.uri()));
      journal.giveUp(upload);
      return;
    }
    Destination destination = destinations.open(upload.uri());
    if (upload.arrived().isEmpty()) {
      sweep(destination, upload);
      return;
    }
    if (hasMoved || !finish(destination, upload)) {
      undo(destination, upload);
      return;
    }
    String outcome =
        journal
            .complete(upload)
            .flatMap(image -> image.text(Keys.VERSION))
            .map(version -> "now recorded as version " + version)
            .orElse("it was deleted since, and its file is left at " + destination.location());
    run.messages()
        .warn(
            "a run that did not end (%s) had uploaded image %s: %s"
                .formatted(upload.owner(), upload.image(), outcome));
  }

  /** Gives a file that has arrived its name; whether it is seen there now. */
  private boolean finish(Destination destination, Begun.Upload upload) {
    long size = upload.arrived().orElseThrow().size();
    Location temporary = upload.temporary(destination);
    if (destination.hasSize(destination.location(), size)) {
      removeTemporary(destination, temporary);
      return true;
    }
    if (!destination.hasSize(temporary, size)) {
      return false;
    }
    repository.requireLocks();
    destination.uploader().rename(temporary.path(), destination.location().path());
    run.steps().reached(FailPoint.IMAGE_RENAMED);
    return destination.hasSize(destination.location(), size);
  }

  /** Its name was free when it was begun, and nothing has ever told it: the file can go. */
  private void undo(Destination destination, Begun.Upload upload) {
    destination.uploader().remove(destination.location().path());
    sweep(destination, upload);
  }

  /**
   * Removes what was sent under its temporary name, and forgets that it was begun. Before it has
   * arrived no file of it has its final name: what has is a published build, when this database was
   * put back from a copy made while that was sent.
   */
  public void sweep(Destination destination, Begun.Upload upload) {
    removeTemporary(destination, upload.temporary(destination));
    run.steps().reached(FailPoint.IMAGE_SWEPT);
    journal.giveUp(upload);
  }

  private Optional<String> uri(Item item) {
    return repository.contents().metadata(item).flatMap(metadata -> Json.text(metadata, Keys.URI));
  }
}
