package io.vmcaster.service.history;

import java.time.Duration;

/**
 * Which old images are removed.
 *
 * @param keep how many publications of each list keep their images
 * @param olderThan images of publications younger than this stay
 * @param dryRun only tell
 */
public record PruneOptions(int keep, Duration olderThan, boolean dryRun) {}
