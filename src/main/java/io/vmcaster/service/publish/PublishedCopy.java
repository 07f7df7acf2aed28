package io.vmcaster.service.publish;

import io.vmcaster.failure.InvalidDataFailure;
import io.vmcaster.failure.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.ListId;
import io.vmcaster.run.Messages;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.Place;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fetches a list back after publishing: as subscribers do where that answers with a list, else over
 * the side that is written.
 */
public final class PublishedCopy implements ReadBack {

  private static final int ROOM = 1 << 16;

  private final PublicFiles files;
  private final Messages messages;

  /**
   * Looks with these eyes.
   *
   * @param files reads as subscribers do
   * @param messages hears when they cannot
   */
  public PublishedCopy(PublicFiles files, Messages messages) {
    this.files = files;
    this.messages = messages;
  }

  @Override
  public void check(ListId list, String uri, byte[] message, Places places) {
    PublicFiles.Copy copy = files.fetch(uri, message.length + ROOM);
    Optional<byte[]> bytes = copy.bytes();
    if (bytes.isPresent() && Arrays.equals(bytes.get(), message)) {
      return;
    }
    if (bytes.flatMap(there -> PublicView.tryParse(there, uri)).isPresent()) {
      throw stale(list, uri, bytes.flatMap(there -> PublicView.tryParse(there, uri)).get());
    }
    messages.warn(
        "cannot look at list "
            + list
            + " as subscribers do: "
            + (bytes.isPresent() ? uri + " does not answer with a list" : copy.reason()));
    checkWritten(list, uri, message, places);
  }

  private static void checkWritten(ListId list, String uri, byte[] message, Places places) {
    Place place = places.open(uri);
    boolean same =
        RemoteBytes.read(place, place.location(), message.length)
            .filter(there -> Arrays.equals(there, message))
            .isPresent();
    if (!same) {
      throw new TransferFailure(
          "list " + list + " was published, but " + place.location() + " holds something else",
          "See whether another program writes there, and publish again with --update.");
    }
  }

  private static InvalidDataFailure stale(ListId list, String uri, ImageList there) {
    return new InvalidDataFailure(
        "list "
            + list
            + " was published and recorded, but subscribers get another one from "
            + uri
            + ": version "
            + there.version().map(Object::toString).orElse("unknown"),
        "See whether readprefix and writeprefix name the same directory, and whether a cache"
            + " stands between.");
  }
}
