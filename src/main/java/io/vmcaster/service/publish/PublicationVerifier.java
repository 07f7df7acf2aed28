package io.vmcaster.service.publish;

import io.vmcaster.context.Messages;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.service.RemoteBytes;
import io.vmcaster.service.Retry;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fetches a list back after publishing: as subscribers do where that answers with a list, else over
 * the side that is written.
 */
public final class PublicationVerifier implements ReadBack {

  private static final int ROOM = 1 << 16;

  private final PublicFiles files;
  private final Messages messages;
  private Optional<ImageList> another = Optional.empty();

  /**
   * Looks with these eyes.
   *
   * @param files reads as subscribers do
   * @param messages hears when they cannot
   */
  public PublicationVerifier(PublicFiles files, Messages messages) {
    this.files = files;
    this.messages = messages;
  }

  @Override
  public void check(PublishResult published, byte[] message, Places places, Retry retry) {
    try {
      retry.run(
          () -> {
            look(published, message, places);
            return null;
          });
    } catch (TemporaryFailure failure) {
      if (another.isPresent()) {
        throw stale(published, places, another.get());
      }
      throw unseen(published, failure);
    }
  }

  private void look(PublishResult published, byte[] message, Places places) {
    another = Optional.empty();
    String uri = published.uri();
    PublicFiles.Copy copy = files.fetch(uri, message.length + ROOM);
    Optional<byte[]> bytes = copy.bytes();
    if (bytes.isPresent() && Arrays.equals(bytes.get(), message)) {
      return;
    }
    another = bytes.flatMap(there -> PublicationHistory.tryParse(there, uri));
    if (another.isEmpty()) {
      messages.warn(
          "cannot look at list "
              + published.list()
              + " as subscribers do: "
              + (bytes.isPresent() ? uri + " does not answer with a list" : copy.reason()));
    }
    checkWritten(published, message, places);
    if (another.isPresent()) {
      throw new TemporaryFailure(
          uri + " still answers with " + described(published, another.get()), null);
    }
  }

  private static void checkWritten(PublishResult published, byte[] message, Places places) {
    RuleContext place = places.open(published.uri());
    boolean same =
        RemoteBytes.read(place, place.location(), message.length)
            .filter(there -> Arrays.equals(there, message))
            .isPresent();
    if (!same) {
      throw new TransferFailure(
          "list "
              + published.list()
              + " was published, but "
              + place.location()
              + " holds something else",
          "See whether another program writes there, and publish again with --update.");
    }
  }

  private static TemporaryFailure unseen(PublishResult published, TemporaryFailure failure) {
    return new TemporaryFailure(
        "version "
            + published.version()
            + " of list "
            + published.list()
            + " is published and recorded, but cannot be compared: "
            + failure.getMessage(),
        "There is no need to publish again; --imagelist-verify "
            + published.uri()
            + " looks at it later.",
        failure);
  }

  private static InvalidDataFailure stale(PublishResult published, Places places, ImageList there) {
    String uri = published.uri();
    return new InvalidDataFailure(
        "version "
            + published.version()
            + " of list "
            + published.list()
            + " is published at "
            + places.open(uri).location()
            + " and recorded, but subscribers get another one from "
            + uri
            + ": "
            + described(published, there),
        "There is no need to publish again. If a cache stands between, wait until it has the new"
            + " list; else see whether readprefix and writeprefix name the same directory.");
  }

  private static String described(PublishResult published, ImageList there) {
    String version = "version " + there.version().map(Object::toString).orElse("unknown");
    return there.id().equals(published.list()) ? version : version + " of list " + there.id();
  }
}
