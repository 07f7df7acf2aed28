package io.vmcaster.service.publish;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.Places;
import io.vmcaster.service.RemoteBytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds out what became of a publication that was begun: the server tells. If it has the new list,
 * the publication is recorded; if it has another or none, it is undone. Until the server can be
 * asked the intent stays, and nothing else is published.
 */
final class Recovery {

  private static final String UNDONE = ": it is not public, undone";

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
    String outcome =
        isOutOfReach(intent) ? giveUp(intent) : settle(intent, true) ? recorded(intent) : UNDONE;
    run.messages()
        .warn(
            "a run that did not end ("
                + intent.intent().owner()
                + ") was publishing version "
                + intent.version()
                + " of "
                + intent.list()
                + outcome);
  }

  private static String recorded(PublishIntent intent) {
    return ": it is public, now recorded"
        + (intent.restores() ? ", and the database says what it says" : "");
  }

  /** Its server is in no section any more, and the list has moved on to another. */
  private boolean isOutOfReach(PublishIntent intent) {
    boolean moved =
        repository
            .catalogue()
            .metadata(intent.list())
            .flatMap(metadata -> Json.text(metadata, Keys.URI))
            .filter(uri -> !uri.equals(intent.uri()))
            .isPresent();
    return moved && places.route(intent.uri()).isEmpty();
  }

  private String giveUp(PublishIntent intent) {
    ledger.strike(intent, true);
    return " to "
        + intent.uri()
        + ", which no section of the configuration covers any more: given up, its number is not"
        + " used again";
  }

  /**
   * Completes or undoes one publication; whether it is public.
   *
   * @param renamed whether its list may have got its name: then it may have been public, even when
   *     it is not there now
   */
  boolean settle(PublishIntent intent, boolean renamed) {
    repository.requireLocks(); // without them another run may be settling the same
    Places.RuleContext place = places.open(intent.uri());
    boolean isPublic = published(place, intent);
    String temporary = place.location().sibling(intent.temporary()).path();
    boolean spent = !isPublic && renamed && place.uploader().stat(temporary).isEmpty();
    place.uploader().remove(temporary);
    run.steps().reached(FailPoint.LIST_SWEPT);
    if (isPublic) {
      ledger.complete(intent);
    } else {
      ledger.strike(intent, spent);
    }
    return isPublic;
  }

  private static boolean published(Places.RuleContext place, PublishIntent intent) {
    byte[] message = intent.message();
    Optional<byte[]> there = RemoteBytes.read(place, place.location(), message.length);
    return there.isPresent() && Arrays.equals(there.get(), message);
  }
}
