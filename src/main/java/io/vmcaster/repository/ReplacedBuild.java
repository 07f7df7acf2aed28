package io.vmcaster.repository;

import io.vmcaster.model.ImageId;
import java.time.Instant;

/**
 * The file of a build that we uploaded, and that another build has taken the place of.
 *
 * @param image the image
 * @param uri where it is
 * @param at when it was replaced
 */
public record ReplacedBuild(ImageId image, String uri, Instant at) {}
