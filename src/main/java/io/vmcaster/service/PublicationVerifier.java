package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Publication;
import io.vmcaster.uploader.Destinations.Destination;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks at a list that was just published: as subscribers do where that answers with a list, else
 * over the side that is written.
 */
final class PublicationVerifier {

  /** A list that is longer than ours by more than this is another one, in bytes. */
  private static final int MARGIN = 1 << 16;

  private final PublishingContext context;
  private final Messages messages;
  private final Publication published;
  private final byte[] message;
  private Optional<ImageList> another = Optional.empty();

  /**
   * A look at a publication.
   *
   * @param message the signed list as it was sent
   */
  PublicationVerifier(PublishingContext context, Publication published, byte[] message) {
    this.context = context;
    this.messages = context.messages();
    this.published = published;
    this.message = message;
  }

  /**
   * Compares what is public with what was sent; what may pass is waited for.
   *
   * @throws InvalidDataFailure when subscribers get something else
   * @throws TransferFailure when the server has something else by now
   */
  void check() {
    try {
      context
          .retry()
          .run(
              () -> {
                look();
                return null;
              });
    } catch (TemporaryFailure failure) {
      throw another.isPresent() ? stale(another.get()) : unseen(failure);
    }
  }

  private void look() {
    another = Optional.empty();
    String uri = published.uri();
    try {
      byte[] bytes = context.fetcher().fetch(uri, message.length + MARGIN);
      if (Arrays.equals(bytes, message)) {
        return;
      }
      another = PublicationHistory.tryParse(bytes, uri);
      if (another.isEmpty()) {
        warn(uri + " does not answer with a list");
      }
    } catch (Failure unreached) {
      warn(unreached.getMessage());
    }
    requireWritten();
    if (another.isPresent()) {
      throw new TemporaryFailure(uri + " still answers with " + described(another.get()), null);
    }
  }

  private void warn(String why) {
    messages.warn("cannot look at list " + published.list() + " as subscribers do: " + why);
  }

  private void requireWritten() {
    Destination destination = context.destinations().open(published.uri());
    if (!destination.holds(destination.location(), message)) {
      throw new TransferFailure(
          "list %s was published, but %s holds something else"
              .formatted(published.list(), destination.location()),
          "See whether another program writes there, and publish again with --update.");
    }
  }

  private TemporaryFailure unseen(TemporaryFailure failure) {
    return new TemporaryFailure(
        "version %s of list %s is published and recorded, but cannot be compared: %s"
            .formatted(published.version(), published.list(), failure.getMessage()),
        "There is no need to publish again; --imagelist-verify %s looks at it later."
            .formatted(published.uri()),
        failure);
  }

  private InvalidDataFailure stale(ImageList there) {
    String uri = published.uri();
    return new InvalidDataFailure(
        ("version %s of list %s is published at %s and recorded, but subscribers get another one"
                + " from %s: %s")
            .formatted(
                published.version(),
                published.list(),
                context.destinations().open(uri).location(),
                uri,
                described(there)),
        "There is no need to publish again. If a cache stands between, wait until it has the new"
            + " list; else see whether readprefix and writeprefix name the same directory.");
  }

  private String described(ImageList there) {
    String version = "version " + there.version().map(Object::toString).orElse("unknown");
    return there.id().equals(published.list()) ? version : version + " of list " + there.id();
  }
}
