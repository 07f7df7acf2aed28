package io.vmcaster.readers;

import io.vmcaster.model.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * When a list is read, and what the reader has already.
 *
 * @param now the reader's clock
 * @param previous the version that subscribers have, if known
 */
record Situation(Instant now, Optional<Version> previous) {}
