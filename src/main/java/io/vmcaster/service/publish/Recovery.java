package io.vmcaster.service.publish;

import io.vmcaster.model.ListId;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Repository;
import io.vmcaster.run.Run;
import io.vmcaster.run.Step;
import io.vmcaster.service.Places;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds out what became of a publication that was begun: the server tells. If it has the new list,
 * the publication is recorded; if it has another or none, it is undone. Until the server can be
 * asked the intent stays, and nothing else is published.
 */
final class Recovery {

  private final Repository repository;
  private final Places places;
  private final Ledger ledger;
  private final Run run;

  Recovery(Repository repository, Places places, Ledger ledger, Run run) {
    this.repository = repository;
    this.places = places;
    this.ledger = ledger;
    this.run = run;
  }

  /** Settles everything that dead runs began for a list. The caller holds the list's lock. */
  void settleAll(ListId list) {
    for (Intent intent : repository.catalogue().intents(list)) {
      if (PublishIntent.is(intent)) {
        settleAndTell(PublishIntent.read(intent));
      }
    }
  }

  private void settleAndTell(PublishIntent intent) {
    boolean done = settle(intent);
    run.messages()
        .warn(
            "a run that did not end ("
                + intent.intent().owner()
                + ") was publishing version "
                + intent.version()
                + " of "
                + intent.list()
                + (done ? ": it is public, now recorded" : ": it never became public, undone"));
  }

  /** Completes or undoes one publication; whether it is public. */
  boolean settle(PublishIntent intent) {
    Places.Place place = places.open(intent.uri());
    boolean isPublic = published(place, intent);
    place.uploader().remove(place.location().sibling(intent.temporary()).path());
    run.steps().reached(Step.LIST_SWEPT);
    if (isPublic) {
      ledger.complete(intent);
    } else {
      ledger.strike(intent);
    }
    return isPublic;
  }

  private static boolean published(Places.Place place, PublishIntent intent) {
    byte[] message = intent.message();
    Optional<byte[]> there = RemoteBytes.read(place, place.location(), message.length);
    return there.isPresent() && Arrays.equals(there.get(), message);
  }
}
