package io.vmcaster.service.history;

import io.vmcaster.model.ListId;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.repository.Publication;
import io.vmcaster.service.publish.IfNeeded;
import io.vmcaster.service.publish.PublicView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells how lists stand, from the database alone. */
public final class StatusService {

  private final Catalogue catalogue;
  private final IfNeeded state;

  /** Looks at a database at a moment. */
  public StatusService(Catalogue catalogue, Instant now) {
    this.catalogue = catalogue;
    this.state = new IfNeeded(catalogue, now);
  }

  /** How each list stands. */
  public List<ListStatus> all() {
    return catalogue.lists().stream().map(this::of).toList();
  }

  /** How a list stands, which must be there. */
  public ListStatus of(ListId list) {
    Optional<Publication> latest = PublicView.latest(catalogue, list);
    return new ListStatus(
        list,
        latest,
        latest.filter(publication -> state.changed(list, publication)).isPresent(),
        latest.flatMap(state::certificateEnd));
  }
}
