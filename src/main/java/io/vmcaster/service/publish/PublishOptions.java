package io.vmcaster.service.publish;

import java.time.Duration;
import java.util.Set;

/**
 * How a list is published.
 *
 * @param lifetime how long the list is to be valid
 * @param checkImages whether the server is asked for each image first
 * @param force whether a newer list on the server that differs is replaced
 * @param dryRun do everything but write
 * @param lockWait how long to wait for another run
 * @param retries how often to try again after a temporary failure
 * @param coming where images would be that this dry run does not upload; they are not asked for
 */
public record PublishOptions(
    Duration lifetime,
    boolean checkImages,
    boolean force,
    boolean dryRun,
    Duration lockWait,
    int retries,
    Set<String> coming) {}
