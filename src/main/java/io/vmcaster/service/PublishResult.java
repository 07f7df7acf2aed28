package io.vmcaster.service;

import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Version;
import java.time.Instant;
import java.util.List;

/**
 * What became of a publication.
 *
 * @param list the list
 * @param outcome whether it was published
 * @param version the version that is public now, or would be
 * @param expires when that expires
 * @param uri where subscribers find it
 * @param summary what changed against the publication before, in one line
 * @param steps what a dry run would do, in order; none otherwise
 */
public record PublishResult(
    ListId list,
    Outcome outcome,
    Version version,
    Instant expires,
    String uri,
    String summary,
    List<String> steps) {

  /** What became of it. */
  public enum Outcome {
    /** It is public. */
    PUBLISHED,
    /** A dry run: it would be published. */
    PLANNED
  }
}
