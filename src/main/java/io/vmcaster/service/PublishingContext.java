package io.vmcaster.service;

import io.vmcaster.context.Run;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.uploader.Destinations;
import java.util.List;

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

  /** Tells what was done, and below it each step of a dry run with its number. */
  void tell(String sentence, List<String> steps) {
    run.messages().info(sentence);
    for (int i = 0; i < steps.size(); i++) {
      run.messages().info("  " + (i + 1) + ". " + steps.get(i));
    }
  }

  /**
   * An image that must be there.
   *
   * @throws NotFoundFailure when it is not
   */
  Image image(ImageId id) {
    return contents()
        .image(id)
        .orElseThrow(() -> missing("image " + id, "--image-list shows the images"));
  }

  /**
   * A list that must be there, whole.
   *
   * @throws NotFoundFailure when it is not
   */
  ImageList list(ListId id) {
    return contents()
        .list(id)
        .orElseThrow(() -> missing("image list " + id, "--imagelist-list shows the lists"));
  }

  private NotFoundFailure missing(String what, String where) {
    return new NotFoundFailure(
        "there is no " + what + " in " + repository.location(),
        "vmcaster " + where + " that are there.");
  }

  /** What the database holds. */
  public ReadTransaction contents() {
    return repository.contents();
  }
}
