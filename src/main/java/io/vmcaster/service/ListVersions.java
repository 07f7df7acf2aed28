package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.journal.Journal;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.uploader.Destinations.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The versions of a list: what may have been public, here or on its server, and what comes next.
 */
final class ListVersions {

  /** The list's own version in a message as vmcaster writes it, however little is left of that. */
  private static final Pattern VERSION_LINE =
      Pattern.compile("(?m)^ {8}\"" + Keys.VERSION + "\": \"([^\"\\\\]+)\"");

  /** How much clocks may differ that publish the same list: far less than a list lives. */
  private static final Duration CLOCKS = Duration.ofDays(1);

  private final ReadTransaction contents;
  private final Instant now;
  private final boolean force;
  private final Messages messages;
  private final ImageList stored;
  private final String message; // as ISO 8859-1
  private final Optional<ImageList> there;

  /**
   * Looks at the server. What is there and cannot be verified is warned of: it will be replaced.
   *
   * @param stored the list as the database has it
   * @throws TransferFailure when another list is there: publishing would take it from its
   *     subscribers
   * @throws InvalidDataFailure when an image is there
   */
  ListVersions(
      PublishingContext context, ImageList stored, Destination destination, Messages messages) {
    this.contents = context.contents();
    this.now = context.run().now();
    this.force = context.options().force();
    this.messages = messages;
    this.stored = stored;
    Optional<byte[]> bytes = destination.read(destination.location());
    message = bytes.map(read -> new String(read, StandardCharsets.ISO_8859_1)).orElse("");
    there = bytes.flatMap(read -> PublicationHistory.tryParse(read, destination.uri()));
    if (bytes.isPresent() && there.isEmpty()) {
      requireNoImage(destination.uri());
      messages.warn(
          destination.location()
              + " holds no list that can be verified: it is going to be replaced");
    } else if (there.isPresent() && !there.get().id().equals(stored.id())) {
      throw new TransferFailure(
          "another list, " + there.get().id() + ", is published at " + destination.uri(),
          "Give list " + stored.id() + " an hv:uri of its own.");
    }
  }

  private void requireNoImage(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    for (ImageId image : contents.images()) {
      Optional<String> current = contents.image(image).flatMap(found -> found.text(Keys.URI));
      if (current.equals(Optional.of(uri)) || name.startsWith(image.text() + "_")) {
        throw new InvalidDataFailure(
            "list %s cannot be published: its hv:uri %s is that of image %s"
                .formatted(stored.id(), uri, image),
            ("Give it one of its own: vmcaster --imagelist %s --imagelist-key-set hv:uri"
                    + " --imagelist-value URI")
                .formatted(stored.id()));
      }
    }
  }

  /**
   * The version on the server; that of a damaged list counts, too, since a subscriber may have seen
   * it whole.
   */
  Optional<Version> onServer() {
    if (there.isPresent()) {
      return there.get().version();
    }
    Matcher line = VERSION_LINE.matcher(message);
    return line.find() ? Optional.of(new Version(line.group(1))) : Optional.empty();
  }

  /** The list in a message, if it is the very message that is there: reading it again is spared. */
  Optional<ImageList> listIn(byte[] other) {
    return message.equals(new String(other, StandardCharsets.ISO_8859_1))
        ? there
        : Optional.empty();
  }

  /** Newer than any that has ever been public. */
  Version next() {
    return highest(Stream.concat(here(), onServer().stream()))
        .map(Version::next)
        .orElse(Version.FIRST);
  }

  private Stream<Version> here() {
    return Stream.of(
            stored.version().stream(),
            contents.publications(stored.id()).stream().map(Publication::version),
            Journal.spentVersions(contents, stored.id()))
        .flatMap(versions -> versions);
  }

  private static Optional<Version> highest(Stream<Version> versions) {
    return versions.reduce((left, right) -> right.isNewerThan(left) ? right : left);
  }

  /**
   * A newer list on the server is somebody else's work, or ours from before this database was put
   * back: it is not undone by accident, but by force. Nor is a list replaced that was made later
   * than now: by a clock that was set back the new one might have ended already.
   *
   * @throws InvalidDataFailure when it says something that ours never said, or is of another time
   */
  void requireNotBehind(PublishChecks.Signable ours) {
    requireClock();
    Optional<Version> known = highest(here());
    Optional<Version> newer = onServer().filter(v -> known.isEmpty() || v.isNewerThan(known.get()));
    if (newer.isEmpty()) {
      return;
    }
    String told =
        ("the server has version %s of list %s, newer than ours (%s): somebody else"
                + " publishes it, too, or this database is an old copy")
            .formatted(newer.get(), stored.id(), known.map(Version::text).orElse("none"));
    ImageList normal = ListNormalizer.of(stored, ours.signer().dn()).list();
    Optional<ListDiff> undone =
        there
            .filter(list -> !isPublishedHere(list))
            .map(list -> ListDiff.between(list, normal))
            .filter(difference -> !difference.isEmpty());
    if (!force && undone.isPresent()) {
      throw new InvalidDataFailure(
          told + ". Publishing ours would undo there: " + undone.get().summary(),
          ("Bring in what is there: vmcaster --imagelist-download --imagelist %s; or publish ours"
                  + " all the same with --force.")
              .formatted(stored.id()));
    }
    messages.warn(told);
  }

  /**
   * Warns when a list holds nothing, and what is public holds images: consumers take the empty list
   * for an order to remove theirs.
   */
  void warnIfEmptied(ImageList ours) {
    if (!ours.images().isEmpty()) {
      return;
    }
    PublicationHistory history = new PublicationHistory(contents);
    there
        .or(() -> history.latest(stored.id()).flatMap(history::content))
        .filter(before -> !before.images().isEmpty())
        .ifPresent(
            before ->
                messages.warn(
                    ("list %s has no images any more, and version %s, which is public, has %s:"
                            + " cloudkeeper, vmcatcher and atrope make sites remove them")
                        .formatted(
                            stored.id(),
                            before.version().map(Version::text).orElse("unknown"),
                            before.images().size())));
  }

  private void requireClock() {
    Optional<Publication> later =
        new PublicationHistory(contents)
            .latest(stored.id())
            .filter(latest -> latest.at().isAfter(now.plus(CLOCKS)));
    if (later.isEmpty()) {
      return;
    }
    String told =
        "the clock here says %s, but version %s of list %s was published on %s"
            .formatted(
                Timestamps.format(now),
                later.get().version(),
                stored.id(),
                Timestamps.format(later.get().at()));
    if (!force) {
      throw new InvalidDataFailure(
          told, "Set the clock right; if it was wrong then, publish all the same with --force.");
    }
    messages.warn(told);
  }

  /** Whether a list says the same as what we published last: then it holds nothing of others. */
  private boolean isPublishedHere(ImageList onServer) {
    PublicationHistory history = new PublicationHistory(contents);
    return history
        .latest(onServer.id())
        .flatMap(history::content)
        .filter(ours -> ListDiff.between(ours, onServer).isEmpty())
        .isPresent();
  }
}
