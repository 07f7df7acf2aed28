package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ReadTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Publishes several lists, each however the others fare. */
public final class PublishRun {

  /** Of several faults the kind that is checked first decides how the run ends. */
  private static final List<ExitStatus> FIRST_CHECKED =
      List.of(
          ExitStatus.USAGE,
          ExitStatus.CONFIGURATION,
          ExitStatus.NOT_FOUND,
          ExitStatus.INVALID,
          ExitStatus.TRUST,
          ExitStatus.TRANSFER,
          ExitStatus.TEMPORARY,
          ExitStatus.LOCKED);

  private final PublishingContext context;
  private final Messages messages;

  /** A run of publishing. */
  public PublishRun(PublishingContext context) {
    this.context = context;
    this.messages = context.run().messages();
  }

  /**
   * What became of several lists.
   *
   * @param asked how many they were
   * @param published those that were published; those that needed it not are left out
   * @param failed why others were not
   */
  public record Report(int asked, List<PublishResult> published, Map<ListId, Failure> failed) {

    /** No list was asked for, or none could be begun. */
    static final Report NONE = new Report(0, List.of(), Map.of());

    /** What decides how the run ends; empty when nothing failed. */
    public Optional<Failure> failure() {
      return failed.values().stream()
          .min(Comparator.comparing(failure -> FIRST_CHECKED.indexOf(failure.status())));
    }
  }

  /**
   * Publishes a list, or every list when none is selected.
   *
   * @throws Failure when there is one list, and it cannot be published
   */
  public Report run(Optional<Selection> only, PublishOptions options) {
    ReadTransaction contents = context.contents();
    return run(
        only.map(selection -> List.of(selection.list(contents)))
            .orElseGet(() -> everyOne(contents)),
        options);
  }

  /** Every list. Cron must not end well where there is none: it may look at the wrong database. */
  private List<ListId> everyOne(ReadTransaction contents) {
    List<ListId> lists = contents.lists();
    if (lists.isEmpty()) {
      throw new NotFoundFailure(
          "there is no image list in "
              + context.repository().location()
              + ": nothing was published",
          "See whether -d or DISH_RDBMS names the right database.");
    }
    return lists;
  }

  /** Publishes lists; see {@link #run(Optional, PublishOptions)}. */
  Report run(List<ListId> lists, PublishOptions options) {
    List<PublishResult> published = new ArrayList<>();
    Map<ListId, Failure> failed = new LinkedHashMap<>();
    for (ListId list : lists) {
      try {
        publish(list, options).ifPresent(published::add);
      } catch (InterruptedFailure stop) {
        throw stop;
      } catch (Failure failure) {
        if (lists.size() == 1) {
          throw failure;
        }
        String advice = failure.advice().map(text -> ". " + text).orElse("");
        messages.warn("list " + list + ": " + failure.getMessage() + advice);
        failed.put(list, failure);
      }
    }
    return new Report(lists.size(), published, failed);
  }

  private Optional<PublishResult> publish(ListId list, PublishOptions options) {
    Optional<PublishResult> result = new ListPublisher(context).publish(list, options);
    result.ifPresent(published -> context.tell(sentence(published), published.steps()));
    return result;
  }

  private static String sentence(PublishResult result) {
    return did(result)
        + " version "
        + result.version()
        + " of list "
        + result.list()
        + " at "
        + result.uri()
        + ", valid until "
        + Timestamps.format(result.expires())
        + " ("
        + result.summary()
        + ")";
  }

  private static String did(PublishResult result) {
    return result.outcome() == PublishResult.Outcome.PLANNED ? "would publish" : "published";
  }

  /**
   * An earlier publication of a list.
   *
   * @throws NotFoundFailure when that version was not published from this database
   */
  public Publication find(Selection list, Version version) {
    ReadTransaction contents = context.contents();
    return new PublicationHistory(contents).find(list.list(contents), version);
  }

  /** Publishes what {@link #find} found again, under a higher version. */
  public PublishResult rollBack(Publication earlier, PublishOptions options) {
    ListId list = earlier.list();
    PublishResult result = new ListPublisher(context).rollBack(list, earlier.version(), options);
    context.tell(
        did(result)
            + " the content of version "
            + earlier.version()
            + " of list "
            + list
            + " as version "
            + result.version(),
        result.steps());
    return result;
  }

  /**
   * How lists are published.
   *
   * @param lifetime how long a list is to be valid
   * @param ifNeeded publish only what has changed, was not seen, or ends within this time; empty to
   *     publish always
   * @param checkImages whether the server is asked for each image first
   * @param force whether a newer list on the server that differs is replaced
   * @param dryRun do everything but write
   * @param lockWait how long to wait for another run
   * @param retries how often to try again after a temporary failure
   * @param coming where images would be that this dry run does not upload; they are not asked for
   */
  public record PublishOptions(
      Duration lifetime,
      Optional<Duration> ifNeeded,
      boolean checkImages,
      boolean force,
      boolean dryRun,
      Duration lockWait,
      int retries,
      Set<String> coming) {

    /** The same, but only if needed when it is not said yet. */
    PublishOptions onlyIfNeeded(Duration renewal) {
      return new PublishOptions(
          lifetime,
          ifNeeded.or(() -> Optional.of(renewal)),
          checkImages,
          force,
          dryRun,
          lockWait,
          retries,
          coming);
    }

    /** The same, with images that a dry run would have uploaded by then. */
    PublishOptions withComing(String uri) {
      return new PublishOptions(
          lifetime, ifNeeded, checkImages, force, dryRun, lockWait, retries, Set.of(uri));
    }
  }

  /**
   * What became of a publication.
   *
   * @param list the list
   * @param outcome whether it was published
   * @param version the version that is public now, or would be
   * @param expires when that expires
   * @param uri where subscribers find it
   * @param summary what changed against the publication before, in one line
   * @param steps what a dry run would do, in order; none otherwise
   */
  public record PublishResult(
      ListId list,
      Outcome outcome,
      Version version,
      Instant expires,
      String uri,
      String summary,
      List<String> steps) {

    /** What became of it. */
    public enum Outcome {
      /** It is public. */
      PUBLISHED,
      /** A dry run: it would be published. */
      PLANNED
    }
  }
}
