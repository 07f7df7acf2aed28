package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.orm.ReadTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    this.messages = context.messages();
  }

  /**
   * How lists are published.
   *
   * @param lifetime how long a list is to be valid
   * @param checkImages whether the servers are asked for each image first
   * @param ifNeeded whether only what has changed, was not seen, or ends soon is published
   * @param renewal how soon that is
   */
  public record Options(
      Duration lifetime, boolean checkImages, boolean ifNeeded, Duration renewal) {}

  /**
   * A list that was published, or would be.
   *
   * @param publication what is public now, or would be
   * @param steps what a dry run would do, in order; none otherwise
   */
  public record PublishResult(Publication publication, List<String> steps) {

    /** Whether it only would be published. */
    public boolean isPlanned() {
      return !steps.isEmpty();
    }
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
  public Report run(Optional<Selection> only, Options options) {
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
          "there is no image list in %s: nothing was published"
              .formatted(context.repository().location()),
          "See whether -d or DISH_RDBMS names the right database.");
    }
    return lists;
  }

  /** Publishes lists; see {@link #run(Optional, Options)}. */
  Report run(List<ListId> lists, Options options) {
    List<PublishResult> published = new ArrayList<>();
    Map<ListId, Failure> failed = new LinkedHashMap<>();
    for (ListId list : lists) {
      try {
        Optional<PublishResult> result = new ListPublisher(context).publish(list, options);
        result.ifPresent(each -> context.tell(sentence(each), each.steps()));
        result.ifPresent(published::add);
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

  private static String sentence(PublishResult result) {
    Publication list = result.publication();
    return did(result)
        + (" version " + list.version() + " of list " + list.list() + " at " + list.uri())
        + (", valid until " + Timestamps.format(list.expires()) + " (" + list.summary() + ")");
  }

  private static String did(PublishResult result) {
    return result.isPlanned() ? "would publish" : "published";
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
  public PublishResult rollBack(Publication earlier, Options options) {
    ListId list = earlier.list();
    PublishResult result = new ListPublisher(context).rollBack(list, earlier.version(), options);
    Version now = result.publication().version();
    context.tell(
        did(result)
            + (" the content of version " + earlier.version())
            + (" of list " + list + " as version " + now),
        result.steps());
    return result;
  }
}
