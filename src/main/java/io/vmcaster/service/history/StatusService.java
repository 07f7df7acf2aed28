package io.vmcaster.service.history;

import io.vmcaster.model.ListId;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.publish.PublicationHistory;
import io.vmcaster.service.publish.RenewalCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells how lists stand, from the database alone. */
public final class StatusService {

  private final ReadTransaction catalogue;
  private final RenewalCheck state;

  /** Looks at a database at a moment. */
  public StatusService(ReadTransaction catalogue, Instant now) {
    this.catalogue = catalogue;
    this.state = new RenewalCheck(catalogue, now);
  }

  /** How each list stands. */
  public List<ListStatus> all() {
    return catalogue.lists().stream().map(this::of).toList();
  }

  /** How a list stands, which must be there. */
  public ListStatus of(ListId list) {
    Optional<Publication> latest = PublicationHistory.latest(catalogue, list);
    return new ListStatus(
        list,
        latest,
        latest.filter(publication -> state.changed(list, publication)).isPresent(),
        latest.flatMap(state::certificateEnd));
  }
}
