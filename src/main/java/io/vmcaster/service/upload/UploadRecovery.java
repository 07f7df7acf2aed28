package io.vmcaster.service.upload;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.error.LockedFailure;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.uploader.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Settles uploads that dead runs began: a file that had arrived whole gets its name and is
 * recorded, anything else is swept away.
 */
public final class UploadRecovery {

  private final Repository repository;
  private final Places places;
  private final UploadLedger ledger;
  private final Run run;

  /** Recovery of the uploads that a repository knows of. */
  public UploadRecovery(Repository repository, Places places, Run run) {
    this.repository = repository;
    this.places = places;
    this.ledger = new UploadLedger(repository, run);
    this.run = run;
  }

  /**
   * Settles what dead runs began for the images of a list; what living runs are at is left to them.
   */
  public void settleAbandoned(ListId list) {
    ReadTransaction catalogue = repository.catalogue();
    Set<ImageId> begun = new LinkedHashSet<>();
    for (Intent intent : catalogue.intents()) {
      if (intent.item() instanceof ImageId image) {
        begun.add(image);
      }
    }
    begun.stream()
        .filter(image -> catalogue.listsWith(image).contains(list))
        .forEach(this::settleIfAbandoned);
  }

  private void settleIfAbandoned(ImageId image) {
    try {
      repository.locked(
          image,
          Duration.ZERO,
          "finishing an upload",
          () -> {
            settleAll(image);
            return null;
          });
    } catch (LockedFailure uploading) {
      run.messages().detail(uploading.getMessage());
    }
  }

  /** Settles all uploads of an image. The caller holds the image's lock. */
  public void settleAll(ImageId image) {
    begun(image).forEach(this::settle);
  }

  /**
   * Settles the uploads of an image that can be finished, and leaves one that a new run may
   * continue.
   *
   * @param continued whether a new run may continue it
   */
  Optional<UploadIntent> settleButOne(ImageId image, Predicate<UploadIntent> continued) {
    Optional<UploadIntent> kept = Optional.empty();
    for (UploadIntent intent : begun(image)) {
      if (kept.isEmpty() && continued.test(intent)) {
        kept = Optional.of(intent);
      } else {
        settle(intent);
      }
    }
    return kept;
  }

  /** Finishes what has arrived; sweeps away what has not. */
  void settle(UploadIntent intent) {
    if (hasMoved(intent)) {
      withdraw(intent);
      return;
    }
    RuleContext place = places.open(intent.uri());
    if (intent.arrived().isPresent() && moved(place, intent)) {
      String version = ledger.complete(intent);
      run.messages()
          .warn(
              "a run that did not end ("
                  + intent.intent().owner()
                  + ") had uploaded image "
                  + intent.image()
                  + ": now recorded as version "
                  + version);
    } else {
      discard(place, intent);
    }
  }

  /** Whether the image's builds go to another directory by now. */
  private boolean hasMoved(UploadIntent intent) {
    return repository
        .catalogue()
        .image(intent.image())
        .flatMap(image -> image.text(Keys.URI))
        .filter(uri -> !uri.isBlank() && !intent.isBeside(uri))
        .isPresent();
  }

  /** Nothing has ever named the file of an upload that is not recorded: it can go. */
  private void withdraw(UploadIntent intent) {
    if (places.route(intent.uri()).isEmpty()) {
      run.messages()
          .warn(
              "an upload of image "
                  + intent.image()
                  + " that did not end is given up: no section of the configuration covers "
                  + intent.uri()
                  + " any more, where a part of it may be left");
      ledger.strike(intent);
      return;
    }
    discard(places.open(intent.uri()), intent);
  }

  /** A name that was free when the upload was begun, and that nothing has ever told: it can go. */
  private void discard(RuleContext place, UploadIntent intent) {
    place.uploader().remove(place.location().path());
    sweep(place, intent);
  }

  /** Removes what was sent and forgets that it was begun. */
  void sweep(RuleContext place, UploadIntent intent) {
    place.uploader().remove(temporary(place, intent).path());
    run.steps().reached(FailPoint.IMAGE_SWEPT);
    ledger.strike(intent);
  }

  /** Gives a file that has arrived its name; whether it has it now. */
  private boolean moved(RuleContext place, UploadIntent intent) {
    long size = intent.arrived().orElseThrow().size();
    if (hasSize(place, place.location(), size)) {
      place.uploader().remove(temporary(place, intent).path());
      return true;
    }
    if (hasSize(place, temporary(place, intent), size)) {
      repository.requireLocks();
      place.uploader().rename(temporary(place, intent).path(), place.location().path());
      run.steps().reached(FailPoint.IMAGE_RENAMED);
      return hasSize(place, place.location(), size);
    }
    return false;
  }

  static Location temporary(RuleContext place, UploadIntent intent) {
    return place.location().sibling(intent.temporary());
  }

  static boolean hasSize(RuleContext place, Location location, long size) {
    return place
        .uploader()
        .stat(location.path())
        .filter(file -> !file.directory() && file.size() == size)
        .isPresent();
  }

  List<UploadIntent> begun(ImageId image) {
    List<UploadIntent> begun = new ArrayList<>();
    for (Intent intent : repository.catalogue().intents(image)) {
      if (UploadIntent.is(intent)) {
        begun.add(UploadIntent.read(intent));
      }
    }
    return begun;
  }
}
