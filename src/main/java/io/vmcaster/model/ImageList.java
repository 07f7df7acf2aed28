package io.vmcaster.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.ListId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A list of virtual machine images.
 *
 * @param id its identifier
 * @param metadata everything else that is said of the list itself, without identifier, endorsers
 *     and images
 * @param endorsers who endorses it, in the order in which they were bound
 * @param images its images, in the order in which they were bound
 */
public record ImageList(
    ListId id, ObjectNode metadata, List<Endorser> endorsers, List<Image> images) {

  /** Copies the lists. */
  public ImageList {
    endorsers = List.copyOf(endorsers);
    images = List.copyOf(images);
  }

  /** A value of the metadata as text; empty when the key is absent. */
  public Optional<String> text(String key) {
    return Json.text(metadata, key);
  }

  /** The version; empty when the list has none yet. */
  public Optional<Version> version() {
    return text(Keys.VERSION).filter(text -> !text.isEmpty()).map(Version::new);
  }

  /** The same list with some of its own metadata replaced. */
  public ImageList with(Map<String, JsonNode> changes) {
    Map<String, JsonNode> members = new TreeMap<>(Json.members(metadata));
    members.putAll(changes);
    return new ImageList(id, Json.object(members), endorsers, images);
  }

  /** The same list with an image of it as it is now; the same list when it does not hold it. */
  public ImageList with(Image changed) {
    List<Image> changedImages =
        images.stream().map(image -> image.id().equals(changed.id()) ? changed : image).toList();
    return new ImageList(id, metadata, endorsers, changedImages);
  }

  /**
   * The list as a document: {@code {"hv:imagelist": {...}}}. The images are always there; one
   * endorser is an object, several are an array, as they were imported.
   */
  public ObjectNode toJson() {
    Map<String, JsonNode> members = new TreeMap<>(Json.members(metadata));
    members.put(Keys.IDENTIFIER, Json.of(id.text()));
    members.put(
        Keys.IMAGES,
        Json.array(images.stream().map(image -> wrap(Keys.IMAGE, image.toJson())).toList()));
    if (!endorsers.isEmpty()) {
      members.put(Keys.ENDORSER, endorsersToJson());
    }
    return wrap(Keys.IMAGE_LIST, Json.object(members));
  }

  private JsonNode endorsersToJson() {
    List<ObjectNode> wrapped =
        endorsers.stream().map(endorser -> wrap(Keys.X509, endorser.toJson())).toList();
    return wrapped.size() == 1 ? wrapped.get(0) : Json.array(wrapped);
  }

  private static ObjectNode wrap(String name, JsonNode inner) {
    return Json.object(name, inner);
  }
}
