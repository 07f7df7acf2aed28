package io.vmcaster.service.publish;

import io.vmcaster.model.ImageList;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.signing.SignedListReader;
import io.vmcaster.subscriber.ListNormalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The state of a list against what is published of it. */
public final class RenewalCheck {

  private final ReadTransaction catalogue;
  private final Instant now;

  /** Looks at a database at a moment. */
  public RenewalCheck(ReadTransaction catalogue, Instant now) {
    this.catalogue = catalogue;
    this.now = now;
  }

  /**
   * Why a list should be published.
   *
   * @param list the list
   * @param renewal how long before the end of list or certificate it is renewed
   * @return the reason in a few words; empty when there is none
   */
  public Optional<String> reason(ListId list, Duration renewal) {
    Optional<Publication> latest = PublicationHistory.latest(catalogue, list);
    if (latest.isEmpty()) {
      return Optional.of("never published");
    }
    if (UsedVersions.anyUnseen(catalogue, list)) {
      return Optional.of("not seen where it was published");
    }
    if (changed(list, latest.get())) {
      return Optional.of("changed");
    }
    if (latest.get().expires().isBefore(now.plus(renewal))) {
      return Optional.of("expires soon");
    }
    return certificateEnd(latest.get())
        .filter(end -> end.isBefore(now.plus(renewal)))
        .map(end -> "certificate expires soon");
  }

  /**
   * Whether the list in the database says something else than its publication, or the end of what
   * was begun since was not seen.
   */
  public boolean changed(ListId id, Publication publication) {
    return UsedVersions.anyUnseen(catalogue, id) || !difference(id, publication).isEmpty();
  }

  /**
   * When a list that was published and has not changed since ends: itself or its certificate,
   * whichever is first. A renewal that would not end later is none.
   */
  public Optional<Instant> endOfUnchanged(ListId id) {
    return PublicationHistory.latest(catalogue, id)
        .filter(latest -> !changed(id, latest))
        .map(
            latest ->
                certificateEnd(latest)
                    .filter(end -> end.isBefore(latest.expires()))
                    .orElse(latest.expires()));
  }

  /** What an update would change against a publication. */
  public ListDiff difference(ListId id, Publication publication) {
    ImageList stored = catalogue.list(id).orElseThrow();
    ImageList published = PublicationHistory.content(catalogue, publication).orElseThrow();
    ImageList signed =
        stored.endorsers().stream().anyMatch(e -> e.dn().equals(publication.signer()))
            ? ListNormalizer.of(stored, publication.signer()).list()
            : stored;
    return ListDiff.between(published, signed);
  }

  /** When the certificate that signed a publication ends. */
  public Optional<Instant> certificateEnd(Publication publication) {
    return catalogue
        .publishedMessage(publication.id())
        .map(message -> SignedListReader.read(message, "publication " + publication.version()))
        .map(read -> read.signer().getNotAfter().toInstant());
  }
}
