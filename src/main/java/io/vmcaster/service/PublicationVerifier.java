package io.vmcaster.service;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.service.PublishingContext.Retry;
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
  private Optional<ImageList> another = Optional.empty();

  PublicationVerifier(PublishingContext context) {
    this.context = context;
  }

  /**
   * Compares what is public with what was sent.
   *
   * @param message the signed list
   * @param retry how what may pass is waited for
   * @throws InvalidDataFailure when subscribers get something else
   * @throws TransferFailure when the server has something else by now
   */
  void check(PublishResult published, byte[] message, Retry retry) {
    try {
      retry.run(
          () -> {
            look(published, message);
            return null;
          });
    } catch (TemporaryFailure failure) {
      throw another.isPresent() ? stale(published, another.get()) : unseen(published, failure);
    }
  }

  private void look(PublishResult published, byte[] message) {
    another = Optional.empty();
    String uri = published.uri();
    try {
      byte[] bytes = context.fetcher().fetch(uri, message.length + MARGIN);
      if (Arrays.equals(bytes, message)) {
        return;
      }
      another = PublicationHistory.tryParse(bytes, uri);
      if (another.isEmpty()) {
        warn(published, uri + " does not answer with a list");
      }
    } catch (Failure unreached) {
      warn(published, unreached.getMessage());
    }
    requireWritten(published, message);
    if (another.isPresent()) {
      throw new TemporaryFailure(
          uri + " still answers with " + described(published, another.get()), null);
    }
  }

  private void warn(PublishResult published, String why) {
    context
        .run()
        .messages()
        .warn("cannot look at list " + published.list() + " as subscribers do: " + why);
  }

  private void requireWritten(PublishResult published, byte[] message) {
    Destination destination = context.destinations().open(published.uri());
    if (!destination.holds(destination.location(), message)) {
      throw new TransferFailure(
          "list %s was published, but %s holds something else"
              .formatted(published.list(), destination.location()),
          "See whether another program writes there, and publish again with --update.");
    }
  }

  private static TemporaryFailure unseen(PublishResult published, TemporaryFailure failure) {
    return new TemporaryFailure(
        "version %s of list %s is published and recorded, but cannot be compared: %s"
            .formatted(published.version(), published.list(), failure.getMessage()),
        "There is no need to publish again; --imagelist-verify "
            + published.uri()
            + " looks at it later.",
        failure);
  }

  private InvalidDataFailure stale(PublishResult published, ImageList there) {
    String uri = published.uri();
    return new InvalidDataFailure(
        ("version %s of list %s is published at %s and recorded, but subscribers get"
                + " another one from %s: %s")
            .formatted(
                published.version(),
                published.list(),
                context.destinations().open(uri).location(),
                uri,
                described(published, there)),
        "There is no need to publish again. If a cache stands between, wait until it has the new"
            + " list; else see whether readprefix and writeprefix name the same directory.");
  }

  private static String described(PublishResult published, ImageList there) {
    String version = "version " + there.version().map(Object::toString).orElse("unknown");
    return there.id().equals(published.list()) ? version : version + " of list " + there.id();
  }
}
