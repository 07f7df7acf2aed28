package io.vmcaster.service.history;

import io.vmcaster.model.ListId;
import io.vmcaster.repository.Publication;
import java.time.Instant;
import java.util.Optional;

/**
 * How a list stands.
 *
 * @param list the list
 * @param published its latest publication from this database; empty when there was none
 * @param changed whether the database says something else than that publication
 * @param certificateEnd when the certificate that signed it ends; empty when it was not published
 */
public record ListStatus(
    ListId list,
    Optional<Publication> published,
    boolean changed,
    Optional<Instant> certificateEnd) {

  /** The moment from which subscribers refuse the list: its end or its certificate's. */
  public Optional<Instant> end() {
    return published.map(
        publication ->
            certificateEnd
                .filter(end -> end.isBefore(publication.expires()))
                .orElse(publication.expires()));
  }
}
