package io.vmcaster.subscriber;

import io.vmcaster.model.ImageId;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * When and where a list is read, and what its readers have already.
 *
 * @param now the reader's clock
 * @param previous the version that subscribers have, if known
 * @param source the URL that it was fetched from, if it was
 * @param elsewhere images that another list holds, too, each with one such list
 */
public record CheckOptions(
    Instant now,
    Optional<Version> previous,
    Optional<String> source,
    Map<ImageId, ListId> elsewhere) {

  /** Copies the map. */
  public CheckOptions {
    elsewhere = Map.copyOf(elsewhere);
  }

  /** At a moment; nothing else is known. */
  public static CheckOptions at(Instant now) {
    return new CheckOptions(now, Optional.empty(), Optional.empty(), Map.of());
  }

  /** The same, after a version that subscribers have. */
  public CheckOptions after(Optional<Version> version) {
    return new CheckOptions(now, version, source, elsewhere);
  }

  /** The same, fetched from somewhere. */
  public CheckOptions fetchedFrom(String url) {
    return new CheckOptions(now, previous, Optional.of(url), elsewhere);
  }

  /** The same, with images that other lists hold, too. */
  public CheckOptions beside(Map<ImageId, ListId> others) {
    return new CheckOptions(now, previous, source, others);
  }
}
