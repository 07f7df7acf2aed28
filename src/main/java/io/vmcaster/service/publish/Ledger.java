package io.vmcaster.service.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.WriteTransaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what is about to be published, and what became of it. */
final class Ledger {

  private final Repository repository;
  private final Run run;

  Ledger(Repository repository, Run run) {
    this.repository = repository;
    this.run = run;
  }

  PublishIntent begin(Intent intent) {
    run.steps().reached(FailPoint.LIST_INTENT_BEGUN);
    PublishIntent begun = PublishIntent.read(repository.change(changes -> changes.begin(intent)));
    run.steps().reached(FailPoint.LIST_INTENT_WRITTEN);
    return begun;
  }

  /** The intent has become true: version, dates and history, in one transaction. */
  void complete(PublishIntent intent) {
    run.steps().reached(FailPoint.LIST_RECORD_BEGUN);
    repository.change(
        changes -> {
          if (changes.exists(intent.list())) {
            if (intent.restores()) {
              restore(changes, PublicationHistory.parse(intent.message(), "the restored list"));
            }
            changes.set(intent.list(), Keys.VERSION, Json.of(intent.version().text()));
            changes.set(intent.list(), Keys.CREATED, Json.of(intent.created()));
            changes.set(intent.list(), Keys.EXPIRES, Json.of(intent.expires()));
            changes.recordPublication(intent.publication(run.now()), intent.message());
          }
          changes.end(intent.intent());
          UsedVersions.forget(changes, intent);
          return null;
        });
    run.steps().reached(FailPoint.LIST_RECORDED);
  }

  private static void restore(WriteTransaction changes, ImageList list) {
    Map<Item, ObjectNode> metadata = new LinkedHashMap<>();
    metadata.put(list.id(), list.metadata());
    list.images().forEach(image -> metadata.put(image.id(), image.metadata()));
    changes.replaceMetadata(metadata);
    changes.replaceMembers(
        list.id(), endorsers(changes, list.id()), list.images().stream().map(Image::id).toList());
  }

  /** Who endorses the list is not part of what is restored: the signer of today may be another. */
  private static List<Dn> endorsers(WriteTransaction changes, ListId id) {
    return changes.list(id).orElseThrow().endorsers().stream().map(Endorser::dn).toList();
  }

  /** A version was not found where it was published: {@code --if-needed} and status count that. */
  void doubt(ListId list, Version version) {
    repository.change(
        changes -> {
          UsedVersions.doubt(changes, list, version, run);
          return null;
        });
  }

  /**
   * The intent is given up.
   *
   * @param spent whether its list may have been public for a moment
   */
  void strike(PublishIntent intent, boolean spent) {
    repository.change(
        changes -> {
          changes.end(intent.intent());
          if (spent) {
            UsedVersions.spend(changes, intent);
          }
          return null;
        });
    run.steps().reached(FailPoint.LIST_STRUCK);
  }
}
