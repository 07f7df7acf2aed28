package io.vmcaster.service.publish;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.error.NotFoundFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Publishes what a list said in an earlier version again, under a higher version: subscribers
 * refuse to go back. The database goes back with it, so that the next update does not undo the
 * undoing.
 */
public final class Rollback {

  private static final int SHOWN = 10;

  private final ListPublisher publisher;

  /** Rolls back with a publisher. */
  public Rollback(ListPublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Rolls a list back.
   *
   * @param id the list
   * @param version a version that was published from this database
   * @throws NotFoundFailure when it was not
   */
  public PublishResult rollBack(ListId id, Version version, PublishOptions options) {
    return publisher.restore(
        id, (catalogue, stored) -> content(catalogue, stored, version), options);
  }

  /** What the version said, with the endorsers of today: one of them signs. */
  private static ImageList content(ReadTransaction catalogue, ImageList stored, Version version) {
    ListId id = stored.id();
    return PublicationHistory.content(catalogue, find(catalogue, id, version))
        .map(old -> new ImageList(id, old.metadata(), stored.endorsers(), old.images()))
        .orElseThrow(
            () ->
                new InvalidDataFailure(
                    "the message of version " + version + " of list " + id + " was not kept",
                    null));
  }

  /** The publication of a version; the last one where a version was published twice. */
  public static Publication find(ReadTransaction catalogue, ListId id, Version version) {
    List<Publication> all = catalogue.publications(id);
    return all.stream()
        .filter(publication -> publication.version().equals(version))
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new NotFoundFailure(
                    "version "
                        + version
                        + " of list "
                        + id
                        + " was not published from this database",
                    all.isEmpty()
                        ? "Nothing was published of it yet."
                        : "These were, the last ones: " + versions(all)));
  }

  private static String versions(List<Publication> all) {
    return all.stream()
        .skip(Math.max(0, all.size() - SHOWN))
        .map(publication -> publication.version().text())
        .collect(Collectors.joining(", "));
  }
}
