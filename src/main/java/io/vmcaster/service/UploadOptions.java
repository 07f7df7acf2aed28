package io.vmcaster.service;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How an image is uploaded.
 *
 * @param compressLevel the compression's own level; empty for its default
 * @param force whether a newer list on the server that differs may be replaced afterwards, and what
 *     is not a whole image be uploaded
 * @param dryRun do everything but write
 * @param lockWait how long to wait for another run
 * @param retries how often to try again after a temporary failure
 */
public record UploadOptions(
    OptionalInt compressLevel, boolean force, boolean dryRun, Duration lockWait, int retries) {}
