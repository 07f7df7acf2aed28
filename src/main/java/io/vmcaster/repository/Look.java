package io.vmcaster.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Sha512;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What commands that only look ask of a database: items, and what was published. Everything comes
 * in the order in which it was created or bound.
 */
public interface Look {

  /** All endorsers. */
  List<Dn> endorsers();

  /** All image lists. */
  List<ListId> lists();

  /** All images, in a list or not. */
  List<ImageId> images();

  /** Each list with each of its images; a list without images once, alone. */
  List<Binding> bindings();

  /** The metadata of an item without its identifier; empty when there is no such item. */
  Optional<ObjectNode> metadata(Item item);

  /** A list with its endorsers and images, whole. */
  Optional<ImageList> list(ListId id);

  /** The lists that hold an image, or that an endorser endorses. A list is held by none. */
  List<ListId> listsWith(Item member);

  /** The publications of a list, oldest first, without their messages. */
  List<Publication> publications(ListId id);

  /** The signed message of a publication, as it was sent. */
  Optional<byte[]> publishedMessage(long publicationId);

  /** What was begun for an item and not yet recorded as done or undone. */
  List<Intent> intents(Item item);

  /** Whether there is such an item. */
  default boolean exists(Item item) {
    return metadata(item).isPresent();
  }

  /** An image. */
  default Optional<Image> image(ImageId id) {
    return metadata(id).map(metadata -> new Image(id, metadata));
  }

  /** An endorser. */
  default Optional<Endorser> endorser(Dn dn) {
    return metadata(dn).map(metadata -> new Endorser(dn, metadata));
  }

  /**
   * A list and one of its images.
   *
   * @param list the list
   * @param image the image; empty for a list without any
   */
  record Binding(ListId list, Optional<ImageId> image) {}

  /**
   * Something on a server that was begun: written down first, so that the next run can complete or
   * undo it if this one dies.
   *
   * @param id given by the database; 0 for a new one
   * @param item the list or image it is about
   * @param begun when
   * @param owner the run that began it, such as {@code "host:1234"}, for messages
   * @param details what the service that began it needs to finish it
   */
  record Intent(long id, Item item, Instant begun, String owner, ObjectNode details) {}

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
