package io.vmcaster.service;

import io.vmcaster.model.ImageId;
import io.vmcaster.model.ListId;
import java.time.Duration;
import java.util.Optional;

/**
 * Which old images are removed.
 *
 * @param list only those that this list named; empty for every list
 * @param image only builds of this image; empty for every image
 * @param keep how many publications of each list keep their images
 * @param olderThan images of publications younger than this stay
 */
public record PruneOptions(
    Optional<ListId> list, Optional<ImageId> image, int keep, Duration olderThan) {}
