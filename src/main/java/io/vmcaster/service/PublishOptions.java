package io.vmcaster.service;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

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
