package io.vmcaster.service.publish;

import io.vmcaster.context.Run;
import io.vmcaster.error.Failure;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.error.LockedFailure;
import io.vmcaster.error.NotFoundFailure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.service.Retry;
import io.vmcaster.service.TemporaryNames;
import io.vmcaster.service.upload.UploadRecovery;
import io.vmcaster.subscriber.ListNormalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Publishes lists. All checks come first; then an intent is written, the list sent, and only when
 * it is public does the database say so.
 */
public final class ListPublisher {

  private final Repository repository;
  private final Places places;
  private final Preflight preflight;
  private final Run run;
  private final Ledger ledger;
  private final Recovery recovery;
  private final ReadBack readBack;
  private final UploadRecovery uploads;

  /**
   * A publisher.
   *
   * @param repository where lists are kept
   * @param places where they go
   * @param preflight what is checked first
   * @param readBack looks at what was published, as a subscriber
   * @param uploads finishes what dead runs began to upload
   * @param run this run
   */
  public ListPublisher(
      Repository repository,
      Places places,
      Preflight preflight,
      ReadBack readBack,
      UploadRecovery uploads,
      Run run) {
    this.repository = repository;
    this.places = places;
    this.preflight = preflight;
    this.run = run;
    this.ledger = new Ledger(repository, run);
    this.recovery = new Recovery(repository, places, ledger, run);
    this.readBack = readBack;
    this.uploads = uploads;
  }

  /** Publishes a list as the database has it, whether it has changed or not. */
  public PublishResult publish(ListId id, PublishOptions options) {
    return publish(id, ListSource.DATABASE, options);
  }

  /** Publishes another content for a list, which becomes the database's own once it is public. */
  PublishResult restore(ListId id, ListSource source, PublishOptions options) {
    return publish(id, source, options);
  }

  private PublishResult publish(ListId id, ListSource source, PublishOptions options) {
    Retry retry = new Retry(options.retries(), Duration.ofSeconds(1), run.messages());
    if (options.dryRun()) {
      repository.requireWritable();
      return attempt(id, source, options);
    }
    PublishResult result =
        retry.run(
            () ->
                repository.locked(
                    id, options.lockWait(), "publishing", () -> attempt(id, source, options)));
    lookBack(result, retry);
    return result;
  }

  /**
   * Apart from the attempts: what is public is not published again because a look at it failed. Who
   * holds the lock by then publishes a newer version, and looks at that.
   */
  private void lookBack(PublishResult result, Retry retry) {
    try {
      repository.locked(
          result.list(),
          Duration.ZERO,
          "looking at what was published",
          () -> {
            lookNow(result, retry);
            return null;
          });
    } catch (LockedFailure publishing) {
      run.messages().detail(publishing.getMessage());
    }
  }

  private void lookNow(PublishResult result, Retry retry) {
    retry.run(() -> messageOf(result)).ifPresent(message -> check(result, message, retry));
  }

  private void check(PublishResult result, byte[] message, Retry retry) {
    try {
      readBack.check(result, message, places, retry);
    } catch (TransferFailure gone) {
      ledger.doubt(result.list(), result.version());
      throw gone;
    }
  }

  /** What was published; empty when something newer has been since. */
  private Optional<byte[]> messageOf(PublishResult result) {
    ReadTransaction catalogue = repository.catalogue();
    return PublicationHistory.latest(catalogue, result.list())
        .filter(latest -> latest.version().equals(result.version()))
        .flatMap(latest -> catalogue.publishedMessage(latest.id()));
  }

  private PublishResult attempt(ListId id, ListSource source, PublishOptions options) {
    if (!options.dryRun()) {
      recovery.settleAll(id);
      uploads.settleAbandoned(id);
    }
    ImageList stored = stored(id);
    ImageList list = source.list(repository.catalogue(), stored);
    Preflight.Cleared cleared = preflight.check(list, options);
    Draft draft = draft(stored, cleared, options);
    String uri = list.text(Keys.URI).orElseThrow();
    String summary = summary(cleared);
    if (options.dryRun()) {
      return result(
          draft, uri, summary, PublishResult.ErrorReporter.PLANNED, steps(cleared, draft));
    }
    deliver(draft, uri, summary, source != ListSource.DATABASE);
    return result(draft, uri, summary, PublishResult.ErrorReporter.PUBLISHED, List.of());
  }

  private List<String> steps(Preflight.Cleared cleared, Draft draft) {
    ListId id = draft.list().id();
    String uri = draft.list().text(Keys.URI).orElseThrow();
    List<String> steps = new ArrayList<>();
    if (repository.catalogue().intents(id).stream().anyMatch(PublishIntent::is)) {
      steps.add("complete or undo what another run began");
    }
    steps.add(
        "sign version %s of list %s as %s".formatted(draft.version(), id, cleared.signer().dn()));
    steps.add(
        "send it under a temporary name, compare it, and rename it to %s, %s"
            .formatted(
                places.open(uri).location(),
                cleared
                    .onServer()
                    .version()
                    .map(there -> "over version " + there)
                    .orElse("where no list is yet")));
    steps.add("record it, fetch it from " + uri + ", and compare it once more");
    return steps;
  }

  private ImageList stored(ListId id) {
    return repository
        .catalogue()
        .list(id)
        .orElseThrow(
            () ->
                new NotFoundFailure(
                    "there is no image list " + id + " in " + repository.location(),
                    "vmcaster --imagelist-list shows the lists that are there."));
  }

  private Draft draft(ImageList stored, Preflight.Cleared cleared, PublishOptions options) {
    Optional<Version> onServer = cleared.onServer().version();
    requireNotBehind(stored, cleared, options.force());
    Version version = Versions.next(stored, repository.catalogue(), onServer);
    Endorser signer = cleared.signer();
    Draft draft =
        ListDrafter.draft(
            cleared.list(),
            version,
            cleared.credential(),
            signer.dn(),
            options.lifetime(),
            run.now());
    warnOfShortLife(draft, options.lifetime());
    return draft;
  }

  private void warnOfShortLife(Draft draft, Duration asked) {
    if (draft.expires().isBefore(run.now().plus(asked))) {
      run.messages()
          .warn(
              "list "
                  + draft.list().id()
                  + " ends with the certificate, on "
                  + Timestamps.format(draft.expires())
                  + ", not after the "
                  + asked.toDays()
                  + " days that were asked for: renew the certificate, then publish again");
    }
  }

  /**
   * A newer list on the server is somebody else's work, or ours from before this database was put
   * back: it is not undone by accident.
   *
   * @throws InvalidDataFailure when it says something else than ours, unless that is meant
   */
  private void requireNotBehind(ImageList stored, Preflight.Cleared cleared, boolean force) {
    Optional<Version> there = cleared.onServer().version();
    Optional<Version> ours = Versions.known(stored, repository.catalogue());
    if (there.isEmpty() || ours.isEmpty() || !there.get().isNewerThan(ours.get())) {
      return;
    }
    String newer =
        "the server has version "
            + there.get()
            + " of list "
            + stored.id()
            + ", newer than ours ("
            + ours.get()
            + "): somebody else publishes it, too, or this database is an old copy";
    Optional<ListDiff> undone =
        cleared
            .onServer()
            .list()
            .filter(list -> !isKnown(list))
            .map(list -> ListDiff.between(list, normal(stored, cleared)))
            .filter(difference -> !difference.isEmpty());
    if (!force && undone.isPresent()) {
      throw new InvalidDataFailure(
          newer + ". Publishing ours would undo there: " + undone.get().summary(),
          "Bring in what is there: vmcaster --imagelist-download --imagelist "
              + stored.id()
              + "; or publish ours all the same with --force.");
    }
    run.messages().warn(newer);
  }

  /** Whether a list says the same as what we published last: then it holds nothing of others. */
  private boolean isKnown(ImageList onServer) {
    ReadTransaction catalogue = repository.catalogue();
    return PublicationHistory.latest(catalogue, onServer.id())
        .flatMap(latest -> PublicationHistory.content(catalogue, latest))
        .filter(ours -> ListDiff.between(ours, onServer).isEmpty())
        .isPresent();
  }

  private static ImageList normal(ImageList stored, Preflight.Cleared cleared) {
    return ListNormalizer.of(stored, cleared.signer().dn()).list();
  }

  private String summary(Preflight.Cleared cleared) {
    ReadTransaction catalogue = repository.catalogue();
    return PublicationHistory.latest(catalogue, cleared.list().id())
        .flatMap(
            latest -> PublicationHistory.content(catalogue, latest, cleared.onServer()::listIn))
        .map(before -> ListDiff.between(before, cleared.list()).summary())
        .orElse("first publication from this database");
  }

  private void deliver(Draft draft, String uri, String summary, boolean restores) {
    RuleContext place = places.open(uri);
    PublishIntent intent =
        ledger.begin(
            PublishIntent.of(
                draft,
                uri,
                TemporaryNames.of(place.location().name()),
                summary,
                restores,
                run.now(),
                run.owner()));
    Delivery delivery = new Delivery(repository, run);
    boolean recorded = false;
    try {
      delivery.deliver(intent, place);
    } catch (Failure failure) {
      settleFailed(intent, delivery.renaming(), failure);
      recorded = true;
    }
    if (!recorded) {
      ledger.complete(intent);
    }
  }

  /**
   * A broken connection does not tell whether the rename was done; a new one does, and what is
   * public is recorded. When that fails too, the intent stays for the next run. An interrupt waits
   * until this is over.
   */
  private void settleFailed(PublishIntent intent, boolean renamed, Failure failure) {
    boolean isPublic;
    boolean interrupted = Thread.interrupted();
    try {
      isPublic = recovery.settle(intent, renamed);
    } catch (Failure again) {
      failure.addSuppressed(again);
      throw failure;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!isPublic) {
      if (renamed) {
        ledger.doubt(intent.list(), intent.version());
      }
      throw failure;
    }
    if (!(failure instanceof TemporaryFailure)) {
      throw new InvalidDataFailure(
          "the list is public, but the server said: " + failure.getMessage(), null, failure);
    }
  }

  private static PublishResult result(
      Draft draft,
      String uri,
      String summary,
      PublishResult.ErrorReporter outcome,
      List<String> steps) {
    return new PublishResult(
        draft.list().id(), outcome, draft.version(), draft.expires(), uri, summary, steps);
  }
}
