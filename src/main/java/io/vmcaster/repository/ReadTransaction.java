package io.vmcaster.repository;

import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Look.Intent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the database holds. Everything comes in the order in which it was created or bound. */
public interface ReadTransaction extends Look {
  /** The file that an image was last made of, as far as it is known. */
  Optional<ImageSource> source(ImageId id);

  /** What was begun and not yet recorded as done or undone. */
  List<Intent> intents();

  /** The files of ours that were replaced and are not known to be gone, in that order. */
  List<ReplacedBuild> replacedBuilds();

  /** The lists that were ever published from this database, deleted ones included. */
  List<ListId> publishedLists();

  @Override
  default List<Intent> intents(Item item) {
    return intents().stream().filter(intent -> intent.item().equals(item)).toList();
  }

  /**
   * The local file that a published image was made of, before any compression.
   *
   * @param size its size in bytes
   * @param sha512 its digest
   * @param published the digest of the file that was published; while the image's metadata names
   *     another one, this record means nothing
   */
  record ImageSource(long size, Sha512 sha512, Sha512 published) {}

  /**
   * The file of a build that we uploaded, and that another build has taken the place of.
   *
   * @param image the image
   * @param uri where it is
   * @param at when it was replaced
   */
  record ReplacedBuild(ImageId image, String uri, Instant at) {}
}
