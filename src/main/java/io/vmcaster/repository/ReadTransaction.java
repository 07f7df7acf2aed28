package io.vmcaster.repository;

import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
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
}
