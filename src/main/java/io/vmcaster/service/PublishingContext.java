package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Run;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.uploader.Destinations;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the services that publish work with.
 *
 * @param repository where lists and images are kept
 * @param destinations where they go
 * @param signer who signs
 * @param fetcher reads as subscribers do
 * @param run this run
 * @param options how it is done
 */
public record PublishingContext(
    Repository repository,
    Destinations destinations,
    Signer signer,
    Fetcher fetcher,
    Run run,
    Options options) {

  /**
   * How anything is uploaded, published and removed.
   *
   * @param force whether a newer list on the server that differs may be replaced, and what is not a
   *     whole image be uploaded
   * @param dryRun do everything but write
   * @param lockWait how long to wait for another run
   * @param retries how often to try again after a temporary failure
   */
  public record Options(boolean force, boolean dryRun, Duration lockWait, int retries) {}

  /** Where to say what is done. */
  Messages messages() {
    return run.messages();
  }

  /** The same with another database. */
  public PublishingContext with(Repository other) {
    return new PublishingContext(other, destinations, signer, fetcher, run, options);
  }

  /** Tells what was done, and below it each step of a dry run with its number. */
  void tell(String sentence, List<String> steps) {
    messages().info(sentence);
    for (int i = 0; i < steps.size(); i++) {
      messages().info("  " + (i + 1) + ". " + steps.get(i));
    }
  }

  /**
   * An image that must be there.
   *
   * @throws NotFoundFailure when it is not
   */
  Image image(ImageId id) {
    return contents().image(id).orElseThrow(() -> Selection.missing(id.kind(), id.text()));
  }

  /**
   * A list that must be there, whole.
   *
   * @throws NotFoundFailure when it is not
   */
  ImageList list(ListId id) {
    return contents().list(id).orElseThrow(() -> Selection.missing(id.kind(), id.text()));
  }

  /**
   * Works on an item that no other run may work on meanwhile, and again when that failed for a
   * reason that may pass.
   *
   * @param doing what is done, for whoever waits
   */
  <T> T locked(Item item, String doing, Supplier<T> work) {
    return retry().run(() -> repository.locked(item, options.lockWait(), doing, work));
  }

  /** How what may pass is waited for. */
  Retry retry() {
    return new Retry(options.retries(), Duration.ofSeconds(1), messages());
  }

  /** What the database holds. */
  public ReadTransaction contents() {
    return repository.contents();
  }

  /**
   * Tries again what failed for a reason that may pass by itself, with growing pauses.
   *
   * @param retries how many times to try again; 0 for never
   * @param firstPause how long to wait before the first of them; each later pause is twice as long,
   *     up to a minute
   * @param messages is told why something is tried again
   */
  public record Retry(int retries, Duration firstPause, Messages messages) {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Runs the work until it succeeds, fails for good, has failed too often, or is interrupted. */
    public <T> T run(Supplier<T> work) {
      Duration pause = firstPause;
      for (int left = retries; ; left--) {
        try {
          return work.get();
        } catch (TemporaryFailure failure) {
          if (left <= 0 || Thread.currentThread().isInterrupted()) {
            throw failure;
          }
          messages.warn(
              "%s; trying again in %d s (%d of %d)"
                  .formatted(failure.getMessage(), pause.toSeconds(), retries - left + 1, retries));
          sleep(pause);
          pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
        }
      }
    }

    private static void sleep(Duration pause) {
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedFailure("interrupted while waiting to try again", e);
      }
    }
  }
}
