package io.vmcaster.service;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Run;
import io.vmcaster.credential.Credential;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.journal.Begun;
import io.vmcaster.journal.Begun.NewPublication;
import io.vmcaster.journal.Journal;
import io.vmcaster.journal.Recovery;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.PublicationHistory.RenewalNeed;
import io.vmcaster.service.PublishRun.Options;
import io.vmcaster.service.PublishRun.PublishResult;
import io.vmcaster.signing.ListSigner;
import io.vmcaster.signing.SignedList;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes lists. All checks come first; then the journal is written, the list sent under a
 * temporary name, read back, and renamed over the old one: a subscriber sees the old list or the
 * new one, each whole. Only when it was seen under its name does the database say that it is
 * public.
 */
final class ListPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(ListPublisher.class);

  private final PublishingContext context;
  private final Messages messages;
  private final Repository repository;
  private final Run run;
  private final PublishChecks checks;
  private final Journal journal;
  private final Recovery recovery;

  /** A publisher. */
  public ListPublisher(PublishingContext context) {
    this.context = context;
    this.messages = context.messages();
    this.repository = context.repository();
    this.run = context.run();
    this.checks = new PublishChecks(context);
    this.journal = new Journal(repository, run);
    this.recovery = new Recovery(repository, context.destinations(), journal, run);
  }

  /**
   * Insists, before a new build of an image is sent, that a list could be published with it.
   *
   * @param expected the image as it is going to be
   * @throws Failure when it cannot be published, or not with this certificate
   */
  void requirePublishable(ListId id, Image expected) {
    ImageList stored = context.list(id);
    PublishChecks.Signable signable = checks.check(stored.with(expected), Messages.SILENT);
    if (journal.publications(id).isEmpty()) { // else what the server has may be ours
      new ListVersions(context, stored, destination(stored), Messages.SILENT)
          .requireNotBehind(signable);
    }
  }

  private Destination destination(ImageList list) {
    return context.destinations().open(list.text(Keys.URI).orElseThrow());
  }

  /**
   * Publishes a list as the database has it.
   *
   * @return empty when that was wanted only if needed, and was not
   * @throws io.vmcaster.error.Failure when a check refuses it, a server or another run stands in
   *     the way; what was begun is in the journal then, and the next run settles it
   */
  public Optional<PublishResult> publish(ListId id, Options options) {
    RenewalNeed need = new RenewalNeed(context, id, options);
    return need.isThere()
        ? publish(
            id,
            () ->
                need.isStillThere()
                    ? Optional.of(attempt(id, Optional.empty(), options))
                    : Optional.empty())
        : Optional.empty();
  }

  /**
   * Publishes what a list said in an earlier version again, under a higher version: subscribers
   * refuse to go back. The database goes back with it, so that the next update does not undo the
   * undoing.
   *
   * @param version a version that was published from this database
   * @throws NotFoundFailure when it was not
   */
  public PublishResult rollBack(ListId id, Version version, Options options) {
    return publish(id, () -> Optional.of(attempt(id, Optional.of(version), options))).orElseThrow();
  }

  private PublicationHistory history() {
    return new PublicationHistory(repository.contents());
  }

  private Optional<PublishResult> publish(ListId id, Supplier<Optional<PublishResult>> attempt) {
    if (context.options().dryRun()) {
      repository.requireWritable();
      return attempt.get();
    }
    Optional<PublishResult> result = context.locked(id, "publishing", attempt);
    result.ifPresent(each -> lookBack(each.publication()));
    return result;
  }

  /**
   * Apart from the attempts: what is public is not published again because a look at it failed. Who
   * holds the lock by then publishes a newer version, and looks at that.
   */
  private void lookBack(Publication published) {
    try {
      repository.locked(
          published.list(),
          Duration.ZERO,
          "looking at what was published",
          () -> {
            Optional<byte[]> message = context.retry().run(() -> messageOf(published));
            message.ifPresent(bytes -> look(published, bytes));
            return null;
          });
    } catch (LockedFailure publishing) {
      LOG.debug(publishing.getMessage());
    }
  }

  /** What was published; empty when something newer has been since. */
  private Optional<byte[]> messageOf(Publication published) {
    return history()
        .latest(published.list())
        .filter(latest -> latest.version().equals(published.version()))
        .flatMap(latest -> repository.contents().publishedMessage(latest.id()));
  }

  private void look(Publication published, byte[] message) {
    try {
      new PublicationVerifier(context, published, message).check();
    } catch (TransferFailure gone) {
      journal.unseen(published.list(), published.version());
      throw gone;
    }
  }

  private PublishResult attempt(ListId id, Optional<Version> back, Options options) {
    boolean dryRun = context.options().dryRun();
    if (!dryRun) {
      recovery.settleAll(id);
      recovery.settleUploads(id);
    }
    ImageList stored = context.list(id);
    ImageList list = back.map(version -> earlier(stored, version)).orElse(stored);
    PublishChecks.Signable signable = checks.check(list, messages);
    signable.changes().forEach(messages::warn);
    Destination destination = destination(list);
    ListVersions versions = new ListVersions(context, stored, destination, messages);
    if (options.checkImages()) {
      new ImagePresence(context).check(signable.list());
    }
    versions.requireNotBehind(signable);
    versions.warnIfEmptied(signable.list());
    NewPublication draft =
        sign(
            signable,
            versions.next(),
            options.lifetime(),
            destination.uri(),
            summary(signable.list(), versions),
            back.isPresent());
    if (dryRun) {
      return new PublishResult(draft.list(), steps(draft.list(), destination, versions));
    }
    deliver(draft, destination);
    return new PublishResult(draft.list(), List.of());
  }

  /** What an earlier version said, with the endorsers of today: one of them signs. */
  private ImageList earlier(ImageList stored, Version version) {
    PublicationHistory history = history();
    return history
        .content(history.find(stored.id(), version))
        .map(old -> new ImageList(stored.id(), old.metadata(), stored.endorsers(), old.images()))
        .orElseThrow(
            () ->
                new InvalidDataFailure(
                    "the message of version %s of list %s was not kept"
                        .formatted(version, stored.id()),
                    null));
  }

  private List<String> steps(Publication draft, Destination destination, ListVersions versions) {
    List<String> steps = new ArrayList<>();
    if (!journal.publications(draft.list()).isEmpty()) {
      steps.add("complete or undo what another run began");
    }
    steps.add(
        "sign version %s of list %s as %s"
            .formatted(draft.version(), draft.list(), draft.signer()));
    steps.add(
        "send it under a temporary name, compare it, and rename it to %s, %s"
            .formatted(
                destination.location(),
                versions
                    .onServer()
                    .map(version -> "over version " + version)
                    .orElse("where no list is yet")));
    steps.add("record it, fetch it from " + destination.uri() + ", and compare it once more");
    return steps;
  }

  /**
   * Signs a list, and looks at the result as a subscriber would. It is never valid for longer than
   * the certificate and the authorities that go along.
   */
  private NewPublication sign(
      PublishChecks.Signable signable,
      Version version,
      Duration lifetime,
      String uri,
      String summary,
      boolean restores) {
    Instant now = run.now();
    Credential credential = signable.credential();
    Instant asked = now.plus(lifetime);
    Instant end = credential.certificateChain().firstToEnd().getNotAfter().toInstant();
    Instant created = ListNormalizer.created(now);
    Instant expires = asked.isBefore(end) ? asked : end;
    ImageList list =
        signable
            .list()
            .with(
                Map.of(
                    Keys.VERSION, Json.of(version.text()),
                    Keys.CREATED, Json.of(Timestamps.format(created)),
                    Keys.EXPIRES, Json.of(Timestamps.format(expires))));
    String json = Json.pretty(list.toJson());
    byte[] message = ListSigner.sign(json, credential, credential.authorities(), now);
    if (!list.equals(SignedList.requireAcceptable(message, json, now))) {
      throw new InvalidDataFailure(
          "the signed form of list " + list.id() + " does not read as the list", null);
    }
    if (expires.isBefore(asked)) {
      messages.warn(
          ("list %s ends with %s, on %s, not after the %s asked for: renew the certificate, then"
                  + " publish again")
              .formatted(
                  list.id(),
                  credential.certificateChain().whatEndsFirst(),
                  Timestamps.format(expires),
                  Messages.count(lifetime.toDays(), "day")));
    }
    Publication draft =
        new Publication(
            0, list.id(), version, created, expires, signable.signer().dn(), uri, summary);
    return new NewPublication(draft, new String(message, StandardCharsets.US_ASCII), restores);
  }

  private String summary(ImageList list, ListVersions versions) {
    PublicationHistory history = history();
    return history
        .latest(list.id())
        .flatMap(latest -> history.content(latest, versions::listIn))
        .map(before -> ListDiff.between(before, list).summary())
        .orElse("first publication from this database");
  }

  private void deliver(NewPublication publication, Destination destination) {
    Begun.Publishing begun =
        journal.begin(publication, Destination.temporaryName(destination.location().name()));
    boolean renaming = false;
    try {
      send(begun, destination);
      repository.requireLocks();
      renaming = true;
      rename(begun, destination);
    } catch (Failure failure) {
      settleFailed(begun, renaming, failure);
      return;
    }
    journal.complete(begun);
  }

  private void send(Begun.Publishing begun, Destination destination) {
    byte[] message = begun.message();
    Location temporary = begun.temporary(destination);
    run.steps().reached(FailPoint.LIST_SEND_BEGUN);
    try (Upload upload = destination.uploader().create(temporary.path(), message.length)) {
      upload.write(message, 0, message.length);
      upload.commit();
    }
    run.steps().reached(FailPoint.LIST_SENT);
    if (!destination.holds(temporary, message)) {
      throw new TemporaryFailure(
          "what arrived at " + temporary + " is not what was sent", "Try again later.");
    }
    run.steps().reached(FailPoint.LIST_CHECKED);
  }

  /** Only what was seen under its name is public: some servers say yes and do nothing. */
  private void rename(Begun.Publishing begun, Destination destination) {
    Location list = destination.location();
    destination.uploader().rename(begun.temporary(destination).path(), list.path());
    run.steps().reached(FailPoint.LIST_RENAMED);
    if (!destination.holds(list, begun.message())) {
      throw new TransferFailure(
          "the server said that it gave the list its name, but " + list + " does not hold it",
          "See whether the server lets you rename files there, what its log says, and whether"
              + " another program writes there.");
    }
  }

  /**
   * A broken connection does not tell whether the rename was done; a new one does, and what is
   * public is recorded. When that fails too, the entry stays for the next run. An interrupt waits
   * until this is over.
   */
  private void settleFailed(Begun.Publishing begun, boolean renaming, Failure failure) {
    boolean isPublic;
    boolean interrupted = Thread.interrupted();
    try {
      isPublic = recovery.settle(begun, renaming);
      if (!isPublic && renaming) {
        journal.unseen(begun.list(), begun.version());
      }
    } catch (Failure again) {
      failure.addSuppressed(again);
      throw failure;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!isPublic) {
      throw failure;
    }
    if (!(failure instanceof TemporaryFailure)) {
      throw new InvalidDataFailure(
          "the list is public, but the server said: " + failure.getMessage(), null, failure);
    }
  }
}
