package io.vmcaster.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Publication;
import java.util.List;
import java.util.Optional;

/** What the database holds. Everything comes in the order in which it was created or bound. */
public interface ReadTransaction {

  /** All endorsers. */
  List<Dn> endorsers();

  /** All image lists. */
  List<ListId> lists();

  /** All images, in a list or not. */
  List<ImageId> images();

  /** Each list with each of its images; a list without images once, alone. */
  List<Binding> bindings();

  /** Whether there is such an item. */
  boolean exists(Item item);

  /** The metadata of an item without its identifier; empty when there is no such item. */
  Optional<ObjectNode> metadata(Item item);

  /** A list with its endorsers and images, whole. */
  Optional<ImageList> list(ListId id);

  /** The lists that hold an image, or that an endorser endorses. A list is held by none. */
  List<ListId> listsWith(Item member);

  /** The file that an image was last made of, as far as it is known. */
  Optional<ImageSource> source(ImageId id);

  /** What was begun and not yet recorded as done or undone. */
  List<Intent> intents();

  /** The files of ours that were replaced and are not known to be gone, in that order. */
  List<ReplacedBuild> replacedBuilds();

  /** The lists that were ever published from this database, deleted ones included. */
  List<ListId> publishedLists();

  /** The publications of a list, oldest first, without their messages. */
  List<Publication> publications(ListId id);

  /** The signed message of a publication, as it was sent. */
  Optional<byte[]> publishedMessage(long publicationId);

  /** An image. */
  default Optional<Image> image(ImageId id) {
    return metadata(id).map(metadata -> new Image(id, metadata));
  }

  /** An endorser. */
  default Optional<Endorser> endorser(Dn dn) {
    return metadata(dn).map(metadata -> new Endorser(dn, metadata));
  }

  /** The intents that are about an item. */
  default List<Intent> intents(Item item) {
    return intents().stream().filter(intent -> intent.item().equals(item)).toList();
  }

  /**
   * A list and one of its images.
   *
   * @param list the list
   * @param image the image; empty for a list without any
   */
  record Binding(ListId list, Optional<ImageId> image) {}
}
