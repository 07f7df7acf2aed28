package io.vmcaster.service;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.journal.Journal;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look;
import io.vmcaster.service.PublishRun.Options;
import io.vmcaster.signing.SignedList;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Destinations.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What subscribers have of the lists of a database, as its history tells, and how the lists stand
 * against that.
 */
public record PublicationHistory(Look contents) {

  private static final int SHOWN = 10;

  /** The publications of a list, the oldest first. */
  public List<Publication> publications(Selection list) {
    return contents.publications(list.list(contents));
  }

  /** The latest publication of a list. */
  public Optional<Publication> latest(ListId list) {
    List<Publication> all = contents.publications(list);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * The publication of a version; the last one where a version was published twice.
   *
   * @throws NotFoundFailure when it was not published from this database
   */
  public Publication find(ListId id, Version version) {
    List<Publication> all = contents.publications(id);
    return all.stream()
        .filter(publication -> publication.version().equals(version))
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new NotFoundFailure(
                    "version %s of list %s was not published from this database"
                        .formatted(version, id),
                    all.isEmpty()
                        ? "Nothing was published of it yet."
                        : "These were, the last ones: " + versions(all)));
  }

  private static String versions(List<Publication> all) {
    return all.stream()
        .skip(Math.max(0, all.size() - SHOWN))
        .map(publication -> publication.version().text())
        .collect(Collectors.joining(", "));
  }

  /** The list as a publication said it; empty when its message was not kept. */
  public Optional<ImageList> content(Publication publication) {
    return content(publication, message -> Optional.empty());
  }

  /**
   * The list as a publication said it; empty when its message was not kept.
   *
   * @param known gives the list in a message that was read before
   */
  Optional<ImageList> content(
      Publication publication, Function<byte[], Optional<ImageList>> known) {
    return contents
        .publishedMessage(publication.id())
        .map(
            message ->
                known
                    .apply(message)
                    .orElseGet(() -> parse(message, "publication " + publication.version())));
  }

  /** When the certificate that signed a publication ends. */
  public Optional<Instant> certificateEnd(Publication publication) {
    return contents
        .publishedMessage(publication.id())
        .map(message -> SignedList.read(message, "publication " + publication.version()))
        .map(read -> read.signer().getNotAfter().toInstant());
  }

  /**
   * How a list stands.
   *
   * @param list the list
   * @param published its latest publication from this database; empty when there was none
   * @param changed whether the database says something else than that publication, or the end of
   *     what was begun since was not seen
   * @param certificateEnd when the certificate that signed it ends; empty when it was not published
   */
  public record Status(
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

    /**
     * Whether the list should be published.
     *
     * @param renewal how long before its end it is renewed
     */
    public boolean isDue(Instant now, Duration renewal) {
      return published.isEmpty()
          || changed
          || end().filter(end -> end.isBefore(now.plus(renewal))).isPresent();
    }
  }

  /** How a list stands, or each list when none is selected. */
  public List<Status> statuses(Optional<Selection> only) {
    return only
        .map(selection -> List.of(selection.list(contents)))
        .orElseGet(contents::lists)
        .stream()
        .map(this::status)
        .toList();
  }

  /** How a list stands, which must be there. */
  public Status status(ListId list) {
    Optional<Publication> latest = latest(list);
    boolean changed =
        Journal.anyUnseen(contents, list)
            || latest.filter(there -> !difference(list, there).isEmpty()).isPresent();
    return new Status(list, latest, changed, latest.flatMap(this::certificateEnd));
  }

  /**
   * What an update would change.
   *
   * @param against the publication that the list is held against
   * @param diff the changes
   */
  public record Difference(Publication against, ListDiff diff) {}

  /**
   * What an update of a list would change against a version of it, or against the latest.
   *
   * @throws NotFoundFailure when that was not published from this database
   */
  public Difference difference(Selection selection, Optional<Version> version) {
    ListId list = selection.list(contents);
    Publication against =
        version
            .map(text -> find(list, text))
            .or(() -> latest(list))
            .orElseThrow(
                () ->
                    new NotFoundFailure(
                        "list %s was never published from this database: all of it would be new"
                            .formatted(list),
                        "Publish it with --update."));
    return new Difference(against, difference(list, against));
  }

  /** What an update of a list, which must be there, would change against a publication. */
  public ListDiff difference(ListId id, Publication publication) {
    ImageList stored = contents.list(id).orElseThrow();
    ImageList published = content(publication).orElseThrow();
    ImageList signed =
        stored.endorsers().stream().anyMatch(e -> e.dn().equals(publication.signer()))
            ? ListNormalizer.of(stored, publication.signer()).list()
            : stored;
    return ListDiff.between(published, signed);
  }

  /**
   * The list that is on a server now, over the side that is written; empty when nothing is there.
   *
   * @throws InvalidDataFailure when what is there is no list that can be verified
   */
  static Optional<ImageList> onServer(Destinations destinations, String uri) {
    Destination destination = destinations.open(uri);
    return destination
        .read(destination.location())
        .map(bytes -> parse(bytes, destination.location().toString()));
  }

  /** The list in a message; empty when it is none, or its signature is wrong. */
  static Optional<ImageList> tryParse(byte[] message, String what) {
    try {
      return Optional.of(parse(message, what));
    } catch (InvalidDataFailure notAList) {
      return Optional.empty();
    }
  }

  /** The list in a signed message. */
  static ImageList parse(byte[] message, String what) {
    return ImageList.parse(Json.read(SignedList.read(message, what).content(), what), what);
  }

  /** Whether a list that is published only if needed has to be. */
  static final class RenewalNeed {

    private final PublishingContext context;
    private final ListId list;
    private final Options options;
    private Optional<Publication> seen = Optional.empty();

    /** The need of a list. */
    RenewalNeed(PublishingContext context, ListId list, Options options) {
      this.context = context;
      this.list = list;
      this.options = options;
    }

    /** Whether it is to be published, before that is begun. */
    boolean isThere() {
      if (!options.ifNeeded()) {
        return true;
      }
      seen = history().latest(list);
      return isDue();
    }

    /** The same when no other run can publish it any more; one may have while this one waited. */
    boolean isStillThere() {
      if (!options.ifNeeded()) {
        return true;
      }
      Optional<Publication> latest = history().latest(list);
      if (latest.equals(seen) || isDue()) {
        return true;
      }
      latest.ifPresent(
          other ->
              context
                  .messages()
                  .info(
                      "list %s has been published meanwhile, as version %s: nothing to do"
                          .formatted(list, other.version())));
      return false;
    }

    /** A renewal that would not end later than what is out is none, however soon that ends. */
    private boolean isDue() {
      Status status = history().status(list);
      Instant now = context.run().now();
      if (!status.isDue(now, options.renewal())) {
        return false;
      }
      Optional<Instant> end = status.changed() ? Optional.empty() : status.end();
      if (end.isEmpty()) {
        return true;
      }
      Instant certificateEnd = context.signer().chain().firstToEnd().getNotAfter().toInstant();
      if (certificateEnd.isAfter(end.get())
          || !certificateEnd.isBefore(now.plus(options.lifetime()))) {
        return true;
      }
      context
          .messages()
          .warn(
              ("list %s ends on %s, as the certificate does, and would not last longer"
                      + " if it were published again: renew the certificate")
                  .formatted(list, Timestamps.format(end.get())));
      return false;
    }

    private PublicationHistory history() {
      return new PublicationHistory(context.contents());
    }
  }
}
