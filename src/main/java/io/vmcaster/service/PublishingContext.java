package io.vmcaster.service;

import io.vmcaster.context.Run;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.Repository;
import io.vmcaster.uploader.Destinations;

/**
 * What the services that publish work with.
 *
 * @param repository where lists and images are kept
 * @param destinations where they go
 * @param signer who signs
 * @param fetcher reads as subscribers do
 * @param run this run
 */
public record PublishingContext(
    Repository repository, Destinations destinations, Signer signer, Fetcher fetcher, Run run) {

  /** The same with another database. */
  public PublishingContext with(Repository other) {
    return new PublishingContext(other, destinations, signer, fetcher, run);
  }

  /** What the database holds. */
  public ReadTransaction catalogue() {
    return repository.catalogue();
  }
}
