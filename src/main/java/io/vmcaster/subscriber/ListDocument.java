package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a document that may or may not be a proper image list; unlike the model, which takes
 * proper ones alone.
 *
 * @param wrapped whether it has the outer object {@code hv:imagelist}
 * @param list the list itself
 * @param endorsers the proper endorsers in it
 * @param images its images in order; an element that is none stands as an empty optional
 */
record ListDocument(
    boolean wrapped,
    ObjectNode list,
    List<ObjectNode> endorsers,
    List<Optional<ObjectNode>> images) {

  /** The parts of a document; empty when it cannot be meant as an image list. */
  static Optional<ListDocument> of(JsonNode document) {
    if (!(document instanceof ObjectNode outer)) {
      return Optional.empty();
    }
    JsonNode inner = outer.get(Keys.IMAGE_LIST);
    if (inner instanceof ObjectNode list) {
      return Optional.of(of(true, list));
    }
    boolean bare = inner == null && outer.has(Keys.IDENTIFIER);
    return bare ? Optional.of(of(false, outer)) : Optional.empty();
  }

  private static ListDocument of(boolean wrapped, ObjectNode list) {
    return new ListDocument(wrapped, list, endorsers(list), images(list));
  }

  private static List<ObjectNode> endorsers(ObjectNode list) {
    JsonNode value = list.get(Keys.ENDORSER);
    List<ObjectNode> endorsers = new ArrayList<>();
    for (JsonNode item : value instanceof ArrayNode array ? array : single(value)) {
      inner(item, Keys.X509).ifPresent(endorsers::add);
    }
    return endorsers;
  }

  private static List<JsonNode> single(JsonNode value) {
    return value == null ? List.of() : List.of(value);
  }

  private static List<Optional<ObjectNode>> images(ObjectNode list) {
    List<Optional<ObjectNode>> images = new ArrayList<>();
    if (list.get(Keys.IMAGES) instanceof ArrayNode array) {
      array.forEach(item -> images.add(inner(item, Keys.IMAGE)));
    }
    return images;
  }

  private static Optional<ObjectNode> inner(JsonNode value, String name) {
    return value instanceof ObjectNode outer && outer.get(name) instanceof ObjectNode object
        ? Optional.of(object)
        : Optional.empty();
  }

  /** The list's identifier, when it is one. */
  Optional<String> listId() {
    return list.get(Keys.IDENTIFIER) instanceof TextNode text && isIdentifier(text)
        ? Optional.of(text.textValue())
        : Optional.empty();
  }

  /** An image's identifier, when it is one. */
  static Optional<ImageId> imageId(ObjectNode image) {
    return image.get(Keys.IDENTIFIER) instanceof TextNode text && isIdentifier(text)
        ? Optional.of(new ImageId(text.textValue()))
        : Optional.empty();
  }

  private static boolean isIdentifier(TextNode text) {
    return Item.isProper(text.textValue());
  }
}
