package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.journal.Journal;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.subscriber.ListNormalizer;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of a list: what may have been public, here or on its server, and what comes next.
 */
final class ListVersions {

  private final ReadTransaction catalogue;
  private final ImageList stored;
  private final ServerList there;

  /**
   * Those of a list.
   *
   * @param stored the list as the database has it
   * @param there what its server has
   */
  ListVersions(ReadTransaction catalogue, ImageList stored, ServerList there) {
    this.catalogue = catalogue;
    this.stored = stored;
    this.there = there;
  }

  /** Newer than any that has ever been public. */
  Version next() {
    return highest(Stream.concat(here(), there.version().stream()))
        .map(Version::next)
        .orElse(Version.FIRST);
  }

  private Stream<Version> here() {
    return Stream.of(
            stored.version().stream(),
            catalogue.publications(stored.id()).stream().map(Publication::version),
            Journal.spentVersions(catalogue, stored.id()))
        .flatMap(versions -> versions);
  }

  private static Optional<Version> highest(Stream<Version> versions) {
    return versions.reduce((left, right) -> right.isNewerThan(left) ? right : left);
  }

  /**
   * A newer list on the server is somebody else's work, or ours from before this database was put
   * back: it is not undone by accident.
   *
   * @param force whether that is meant
   * @throws InvalidDataFailure when it says something that ours never said
   */
  void requireNotBehind(PublishChecks.Signable ours, boolean force, Messages messages) {
    Optional<Version> known = highest(here());
    Optional<Version> newer =
        there.version().filter(v -> known.isPresent() && v.isNewerThan(known.get()));
    if (newer.isEmpty()) {
      return;
    }
    String told =
        "the server has version "
            + newer.get()
            + " of list "
            + stored.id()
            + ", newer than ours ("
            + known.orElseThrow()
            + "): somebody else publishes it, too, or this database is an old copy";
    ImageList normal = ListNormalizer.of(stored, ours.signer().dn()).list();
    Optional<ListDiff> undone =
        there
            .list()
            .filter(list -> !isPublishedHere(list))
            .map(list -> ListDiff.between(list, normal))
            .filter(difference -> !difference.isEmpty());
    if (!force && undone.isPresent()) {
      throw new InvalidDataFailure(
          told + ". Publishing ours would undo there: " + undone.get().summary(),
          "Bring in what is there: vmcaster --imagelist-download --imagelist "
              + stored.id()
              + "; or publish ours all the same with --force.");
    }
    messages.warn(told);
  }

  /** Whether a list says the same as what we published last: then it holds nothing of others. */
  private boolean isPublishedHere(ImageList onServer) {
    PublicationHistory history = new PublicationHistory(catalogue);
    return history
        .latest(onServer.id())
        .flatMap(history::content)
        .filter(ours -> ListDiff.between(ours, onServer).isEmpty())
        .isPresent();
  }
}
