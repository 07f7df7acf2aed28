package io.vmcaster.service;

import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.service.PublishRun.Options;
import java.time.Instant;
import java.util.Optional;

/** Whether a list that is published only if needed has to be. */
final class RenewalNeed {

  private final PublishingContext context;
  private final ListId list;
  private final Options options;
  private Optional<Publication> seen = Optional.empty();

  /** The need of a list. */
  RenewalNeed(PublishingContext context, ListId list, Options options) {
    this.context = context;
    this.list = list;
    this.options = options;
  }

  /** Whether it is to be published, before that is begun. */
  boolean isThere() {
    if (!options.ifNeeded()) {
      return true;
    }
    seen = history().latest(list);
    return isDue();
  }

  /** The same when no other run can publish it any more; one may have while this one waited. */
  boolean isStillThere() {
    if (!options.ifNeeded()) {
      return true;
    }
    Optional<Publication> latest = history().latest(list);
    if (latest.equals(seen) || isDue()) {
      return true;
    }
    latest.ifPresent(
        other ->
            context
                .messages()
                .info(
                    "list %s has been published meanwhile, as version %s: nothing to do"
                        .formatted(list, other.version())));
    return false;
  }

  /** A renewal that would not end later than what is out is none, however soon that ends. */
  private boolean isDue() {
    PublicationHistory.Status status = history().status(list);
    Instant now = context.run().now();
    if (!status.isDue(now, options.renewal())) {
      return false;
    }
    Optional<Instant> end = status.changed() ? Optional.empty() : status.end();
    if (end.isEmpty()) {
      return true;
    }
    Instant certificateEnd = context.signer().chain().firstToEnd().getNotAfter().toInstant();
    if (certificateEnd.isAfter(end.get())
        || !certificateEnd.isBefore(now.plus(options.lifetime()))) {
      return true;
    }
    context
        .messages()
        .warn(
            ("list %s ends on %s, as the certificate does, and would not last longer"
                    + " if it were published again: renew the certificate")
                .formatted(list, Timestamps.format(end.get())));
    return false;
  }

  private PublicationHistory history() {
    return new PublicationHistory(context.contents());
  }
}
