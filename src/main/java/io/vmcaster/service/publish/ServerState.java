package io.vmcaster.service.publish;

import io.vmcaster.failure.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.service.Places;
import java.util.Optional;

/** What the server has where a list is to be published. */
final class ServerState {

  private ServerState() {}

  /**
   * The version of the list that is there; empty when nothing is, or nothing that reads as a list.
   *
   * @throws TransferFailure when another list is there: publishing would take it from its
   *     subscribers
   */
  static Optional<Version> version(Places places, ImageList list) {
    String uri = list.text(Keys.URI).orElseThrow();
    Optional<ImageList> there = PublicView.onServer(places, uri);
    if (there.isPresent() && !there.get().id().equals(list.id())) {
      throw new TransferFailure(
          "another list, " + there.get().id() + ", is published at " + uri,
          "Give list " + list.id() + " an hv:uri of its own.");
    }
    return there.flatMap(ImageList::version);
  }
}
